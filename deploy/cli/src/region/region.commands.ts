import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { topologyPaths } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { textOption, type Command, type Invocation, type Outcome } from '../invocation/command.js';
import { confirmRegion } from '../invocation/confirmation.js';
import { cliText, type CliText } from '../messages/cli-texts.js';
import { fingerprintOf, parseJoinFile, parseRegistration } from './exchange-files.js';
import { addRegion, removeRegion, resumeRegion, suspendRegion } from './federation-admission.js';
import { joinFederation } from './join-federation.js';
import { fingerprintsText, keyFingerprints } from './key-fingerprints.js';
import { writePrivateJson } from './private-file.js';
import { readRegionSettings } from './region-settings.js';
import { registrationOf } from './register-region.js';
import { rotateHubKey } from './rotate-hub-key.js';
import { rotateKeys } from './rotate-keys.js';
import { rotateTokenKeys } from './rotate-token-keys.js';
import { isServerUrl } from './server-url.js';

/** `betang region register`: writes what this region tells its province about itself. */
export const regionRegisterCommand: Command = {
  name: 'region register',
  arguments: ['[file]'],
  run: async (invocation) => {
    const registration = await registrationOf(invocation.dataDir);
    const file = fileOf(invocation, `registration-${registration.region}.json`);
    await writePrivateJson(file, registration);
    const fingerprint = fingerprintOf(registration);
    return {
      data: { file, fingerprint, registration },
      text: cliText(invocation.language, 'region.registration', { file, fingerprint }),
    };
  },
};

/** `betang region add`: at the province, lets a region in by its registration, and writes the file with which it joins. */
export const regionAddCommand: Command = {
  name: 'region add',
  arguments: ['<registration>', '[file]'],
  options: { 'hub-url': { type: 'string' } },
  run: async (invocation) => {
    const registration = parseRegistration(await readInput(invocation.arguments[0] ?? ''));
    const hubUrl = serverUrlOption(invocation, 'hub-url');
    const join = await addRegion(invocation.dataDir, registration, hubUrl === undefined ? {} : { hubUrl });
    const file = fileOf(
      { ...invocation, arguments: invocation.arguments.slice(1) },
      `join-${registration.region}.json`,
    );
    await writePrivateJson(file, join);
    const fingerprint = fingerprintOf(join);
    const received = fingerprintOf(registration);
    const fingerprints = keyFingerprints(registration.keys);
    const { region } = registration;
    return {
      data: { region, file, fingerprint, registrationFingerprint: received, fingerprints, join },
      text: [
        cliText(invocation.language, 'region.added', { region, file, fingerprint, received }),
        fingerprintsText(fingerprints, invocation.language),
      ].join('\n'),
    };
  },
};

/** `betang region join`: at the region, takes the province's answer. */
export const regionJoinCommand: Command = {
  name: 'region join',
  arguments: ['<file>'],
  run: async ({ dataDir, language, arguments: [file = ''] }) => {
    const { region, province = '', hubUrl = '' } = await joinFederation(dataDir, parseJoinFile(await readInput(file)));
    const data = { region, province, hubUrl };
    return { data, text: cliText(language, 'region.joined', data) };
  },
};

export const regionSuspendCommand = stateCommand('region suspend', 'region.suspended', suspendRegion);
export const regionResumeCommand = stateCommand('region resume', 'region.resumed', resumeRegion);

/** `betang region remove`: forgets a region, and asks back before. */
export const regionRemoveCommand: Command = {
  ...stateCommand('region remove', 'region.removed', removeRegion, (invocation, region) =>
    confirmRegion(invocation, 'region remove', region),
  ),
  options: { confirm: { type: 'string' } },
};

/** `betang region rotate-keys`: run it until the keys are in force. */
export const regionRotateKeysCommand: Command = {
  name: 'region rotate-keys',
  arguments: ['[file]'],
  run: async (invocation) => {
    const { language, dataDir } = invocation;
    const { region } = await readRegionSettings(dataDir);
    const { keys, ...rotation } = await rotateKeys(dataDir);
    const fingerprints = keyFingerprints(keys);
    const file = fileOf(invocation, `registration-${region}.json`);
    if (rotation.registration) await writePrivateJson(file, rotation.registration);
    const announced = rotation.registration ? 'keys.announced.region' : 'keys.announced.hub';
    const text: CliText = rotation.state === 'announced' ? announced : `keys.${rotation.state}`;
    const fingerprint = rotation.registration ? fingerprintOf(rotation.registration) : '';
    return {
      data: { ...rotation, fingerprints, ...(rotation.registration ? { file, fingerprint } : {}) },
      text: [cliText(language, text, { file, fingerprint }), fingerprintsText(fingerprints, language)].join('\n'),
    };
  },
};

/** `betang region rotate-hub-key`: a new key to the hub. */
export const regionRotateHubKeyCommand: Command = {
  name: 'region rotate-hub-key',
  arguments: ['[file]'],
  run: async (invocation) => {
    const { language, dataDir } = invocation;
    const { region } = await readRegionSettings(dataDir);
    const rotation = await rotateHubKey(dataDir);
    if (!rotation.registration) return { data: rotation, text: cliText(language, 'hub-key.active') };
    const file = fileOf(invocation, `registration-${region}.json`);
    await writePrivateJson(file, rotation.registration);
    const fingerprint = fingerprintOf(rotation.registration);
    return {
      data: { ...rotation, file, fingerprint },
      text: cliText(language, 'hub-key.waiting', { file, fingerprint }),
    };
  },
};

/** `betang region rotate-token-keys`: new keys for the region's own sign-in. */
export const regionRotateTokenKeysCommand: Command = {
  name: 'region rotate-token-keys',
  run: async ({ language, dataDir }) => {
    const keyId = await rotateTokenKeys(dataDir);
    return { data: { keyId }, text: cliText(language, 'token-keys.rotated', { keyId }) };
  },
};

/** The province's commands about a region name it as an argument: `--region` says at which province. */
function stateCommand(
  name: string,
  text: CliText,
  change: (dataDir: string, region: string) => Promise<void>,
  confirm: (invocation: Invocation, region: string) => Promise<void> = () => Promise.resolve(),
): Command {
  return {
    name,
    arguments: ['<code>'],
    run: async (invocation): Promise<Outcome> => {
      const {
        dataDir,
        language,
        arguments: [region = ''],
      } = invocation;
      await confirm(invocation, region);
      await change(dataDir, region);
      return { data: { region }, text: cliText(language, text, { region }) };
    },
  };
}

function fileOf({ dataDir, arguments: [file] }: Invocation, name: string): string {
  return file === undefined ? join(dataDir, name) : resolve(file);
}

/** @throws AppError `usage` where no server can be reached under the address */
export function serverUrlOption(invocation: Invocation, name: string): string | undefined {
  const url = textOption(invocation, name);
  if (url === undefined || isServerUrl(url)) return url;
  throw new AppError('usage', { params: { command: 'region', problem: `--${name} tls://NAME:PORT` } });
}

/** @throws AppError `file-unreadable` */
export async function readInput(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError('file-unreadable', { params: { file }, cause });
  }
}

export function configFileOf(natsDir: string): string {
  return topologyPaths(natsDir).configFile;
}
