import { tokenCommand } from './api/token.command.js';
import { backupCheckCommand, backupCommand, backupKeyCommand } from './backup/backup.commands.js';
import { restoreCommand } from './backup/restore.command.js';
import { clockConfirmCommand } from './clock/clock-confirm.command.js';
import { configCommand } from './config/config.command.js';
import {
  parkedDiscardCommand,
  parkedListCommand,
  parkedRetryCommand,
  parkedShowCommand,
} from './delivery/parked.commands.js';
import { incidentsAckCommand, incidentsListCommand, incidentsShowCommand } from './delivery/incidents.commands.js';
import { rebuildCommand } from './delivery/rebuild.command.js';
import { replayCommand } from './delivery/replay.command.js';
import { statusCommand } from './delivery/status.command.js';
import { traceCommand } from './delivery/trace.command.js';
import { epochOpenCommand } from './epoch/epoch-open.command.js';
import { importCompletionsCommand, importRosterCommand } from './imports/import.commands.js';
import {
  regionAddCommand,
  regionJoinCommand,
  regionRegisterCommand,
  regionRemoveCommand,
  regionResumeCommand,
  regionRotateHubKeyCommand,
  regionRotateKeysCommand,
  regionRotateTokenKeysCommand,
  regionSuspendCommand,
} from './region/region.commands.js';
import { regionInitCommand } from './region/region-init.command.js';
import { regionRotatePseudonymsCommand } from './region/rotate-pseudonyms.command.js';
import { loginCommand, logoutCommand, operatorCreateCommand } from './sign-in/sign-in.commands.js';
import { topologyApplyCommand, topologyVerifyCommand } from './topology/topology.commands.js';
import { verifyCommand } from './verify/verify.command.js';
import type { Command } from './invocation/command.js';

/** Every command of the operator's tool, in the order in which help shows them. */
export const COMMANDS: readonly Command[] = [
  loginCommand,
  tokenCommand,
  logoutCommand,
  operatorCreateCommand,
  statusCommand,
  configCommand,
  verifyCommand,
  traceCommand,
  parkedListCommand,
  parkedShowCommand,
  parkedRetryCommand,
  parkedDiscardCommand,
  incidentsListCommand,
  incidentsShowCommand,
  incidentsAckCommand,
  replayCommand,
  rebuildCommand,
  epochOpenCommand,
  clockConfirmCommand,
  regionInitCommand,
  regionRegisterCommand,
  regionAddCommand,
  regionJoinCommand,
  regionSuspendCommand,
  regionResumeCommand,
  regionRemoveCommand,
  regionRotateKeysCommand,
  regionRotateHubKeyCommand,
  regionRotateTokenKeysCommand,
  regionRotatePseudonymsCommand,
  topologyApplyCommand,
  topologyVerifyCommand,
  importRosterCommand,
  importCompletionsCommand,
  backupKeyCommand,
  backupCommand,
  backupCheckCommand,
  restoreCommand,
];
