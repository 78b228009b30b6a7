import { join, resolve } from 'node:path';
import { isServiceName } from '@betang/contracts';
import { readRegionKeys } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { textOption, type Command, type Invocation } from '../invocation/command.js';
import { cliText } from '../messages/cli-texts.js';
import { initRegion, type NewRegion } from './init-region.js';
import { fingerprintsText, keyFingerprints } from './key-fingerprints.js';
import { configFileOf, readInput, serverUrlOption } from './region.commands.js';
import { regionPaths } from './region-paths.js';
import { isServerUrl } from './server-url.js';
import { installedDefinitions } from './service-definitions.js';

/** `betang region init`: makes a region on an empty Postgres cluster, or moves one to other addresses. */
export const regionInitCommand: Command = {
  name: 'region init',
  arguments: ['<code>'],
  about: 'none',
  options: {
    role: { type: 'string' },
    mode: { type: 'string' },
    local: { type: 'boolean' },
    services: { type: 'string' },
    'owner-url-file': { type: 'string' },
    'nats-host': { type: 'string' },
    'nats-port': { type: 'string' },
    'nats-url': { type: 'string' },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    'tls-ca': { type: 'string' },
    'hub-url': { type: 'string' },
    'issuer-url': { type: 'string' },
    'http-host': { type: 'string' },
    'http-port': { type: 'string' },
  },
  run: async (invocation) => {
    const region = invocation.arguments[0] ?? '';
    if (!/^\d{2}(\.\d{2})?$/.test(region))
      throw new AppError('usage', { params: { command: 'region init', problem: '<code>' } });
    const dataDir = resolve(textOption(invocation, 'data') ?? join('.betang', 'regions', region));
    const input = await readOptions(invocation, region, dataDir);
    const { settings, epoch, migrations } = await initRegion({ ...input, definitions: await installedDefinitions() });
    const { keys, nats } = regionPaths(dataDir);
    const config = configFileOf(nats);
    const fingerprints = keyFingerprints((await readRegionKeys(keys)).public);
    const params = { region, folder: dataDir, epoch: epoch.epoch, migrations: migrations.length, config };
    return {
      data: { settings, epoch: epoch.epoch, migrations, folder: dataDir, natsConfig: config, fingerprints },
      text: [
        cliText(invocation.language, 'region.initialised', params),
        fingerprintsText(fingerprints, invocation.language),
      ].join('\n'),
    };
  },
};

async function readOptions(invocation: Invocation, region: string, dataDir: string): Promise<NewRegion> {
  const text = (name: string): string | undefined => textOption(invocation, name);
  const httpPort = portOf(invocation, 'http-port', 8062);
  const host = text('http-host');
  const hubUrl = serverUrlOption(invocation, 'hub-url');
  const nats = await natsOf(invocation);
  return {
    region,
    dataDir,
    role: oneOf(invocation, 'role', ['region', 'hub'], region.length === 2 ? 'hub' : 'region'),
    mode: oneOf(invocation, 'mode', ['all', 'split'], 'all'),
    local: invocation.options['local'] === true,
    ownerUrl: await ownerUrlOf(invocation),
    nats,
    issuerUrl: text('issuer-url') ?? `http://127.0.0.1:${httpPort}/oidc`,
    httpPort,
    ...(host === undefined ? {} : { httpHost: host }),
    ...(hubUrl === undefined ? {} : { hubUrl }),
    ...servicesOf(invocation),
  };
}

/**
 * The address of the Postgres owner holds a password: it comes from a file or the environment, never from the command line, which others
 * can see. @throws AppError `owner-url-missing`
 */
export async function ownerUrlOf(invocation: Invocation): Promise<string> {
  const file = textOption(invocation, 'owner-url-file') ?? invocation.environment['BETANG_OWNER_URL_FILE'];
  const url = file === undefined ? invocation.environment['BETANG_OWNER_URL'] : (await readInput(file)).trim();
  if (url === undefined || !URL.canParse(url)) throw new AppError('owner-url-missing');
  return withWholePath(new URL(url)).href;
}

/** Services start in another folder than this command: the file of the authority is named whole. */
function withWholePath(url: URL): URL {
  const authority = url.searchParams.get('sslrootcert');
  if (authority !== null) url.searchParams.set('sslrootcert', resolve(authority));
  return url;
}

async function natsOf(invocation: Invocation): Promise<NewRegion['nats']> {
  const text = (name: string): string | undefined => textOption(invocation, name);
  const [certFile, keyFile, caFile] = [text('tls-cert'), text('tls-key'), text('tls-ca')];
  const [host, url] = [text('nats-host') ?? '127.0.0.1', serverUrlOption(invocation, 'nats-url')];
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new AppError('usage', { params: { command: 'region init', problem: '--tls-cert --tls-key' } });
  // Under the address on which it listens for others nobody may reach it: with all of them it is no name, without a certificate it is plain.
  if (url === undefined && !isServerUrl(`${certFile === undefined ? 'nats' : 'tls'}://${host}:4222`))
    throw new AppError('usage', { params: { command: 'region init', problem: '--nats-url tls://NAME:PORT' } });
  return {
    host,
    port: portOf(invocation, 'nats-port', 4222),
    ...(url === undefined ? {} : { url }),
    ...(certFile === undefined || keyFile === undefined
      ? {}
      : {
          tls: {
            certFile: resolve(certFile),
            keyFile: resolve(keyFile),
            ...(caFile === undefined ? {} : { caFile: resolve(caFile) }),
          },
        }),
  };
}

export function portOf(invocation: Invocation, name: string, otherwise: number): number {
  const value = textOption(invocation, name);
  if (value === undefined) return otherwise;
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port < 1 || port > 65_535)
    throw new AppError('usage', { params: { command: 'region init', problem: `--${name}` } });
  return port;
}

function oneOf<T extends string>(invocation: Invocation, name: string, values: readonly T[], otherwise: T): T {
  const value = textOption(invocation, name) ?? otherwise;
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new AppError('usage', { params: { command: 'region init', problem: `--${name}` } });
  return found;
}

function servicesOf(invocation: Invocation): Pick<NewRegion, 'services'> {
  const names = textOption(invocation, 'services')?.split(',');
  if (names === undefined) return {};
  const services = names.filter(isServiceName);
  if (services.length !== names.length)
    throw new AppError('usage', { params: { command: 'region init', problem: '--services' } });
  return { services };
}
