// Making a region, and making it part of a federation
export { initRegion, type NewRegion, type RegionInitialised } from './region/init-region.js';
export { migrateRegion, type MigrationPlan } from './region/migrate-region.js';
export { environmentOf } from './region/region-environment.js';
export { regionPaths, type RegionPaths } from './region/region-paths.js';
export {
  findRegionSettings,
  httpPortOf,
  readRegionSettings,
  serviceUrlOf,
  type RegionSettings,
} from './region/region-settings.js';
export { registrationOf } from './region/register-region.js';
export { addRegion, removeRegion, resumeRegion, suspendRegion } from './region/federation-admission.js';
export { rotateKeys, type KeyRotation } from './region/rotate-keys.js';
export { rotatePseudonyms, type PseudonymRotation } from './region/rotate-pseudonyms.js';
export { joinFederation } from './region/join-federation.js';
export {
  fingerprintOf,
  parseJoinFile,
  parseRegistration,
  type JoinFile,
  type Registration,
} from './region/exchange-files.js';

// Backups, restores, epochs, the clock
export { makeBackupKey, readBackupKey, readRecipient, type BackupRecipient } from './backup/backup-key.js';
export { checkBackup, makeBackup, type BackupMade } from './backup/make-backup.js';
export { restoreRegion, type RestoreInput, type Restored } from './backup/restore-region.js';
export { openNextEpoch } from './epoch/open-next-epoch.js';
export { confirmClock } from './clock/confirm-clock.js';

// The operator's command
export { allowOperatorSignIn } from './sign-in/invite-operator.js';
export { runCommandLine, type Terminal } from './run-command-line.js';
export { errorTable } from './invocation/help.js';
