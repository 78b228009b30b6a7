// Fetches nats-server where apt exists, without root and without touching the system's sources, lists or cache.
// Node built-ins only: the entry scripts use this file before any package is installed.
import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sha256Of, versionOf } from './nats-server.mjs';

const run = promisify(execFile);
const KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';
/** Suites newer than the stable one, the steadier first: the stable one's nats-server is too old. */
const SUITES = ['testing', 'unstable'];
const LOWEST = [2, 14];

/**
 * @param {string} folder where `<version>/nats-server` and its record go
 * @param {(line: string) => void} report progress, one line a step
 */
export async function fetchNatsServer(folder, report) {
  const mirror = debianMirror();
  if (!mirror) throw new Error(howToInstall('this system has no apt with a Debian mirror'));
  mkdirSync(folder, { recursive: true });
  const work = mkdtempSync(join(folder, '.fetch-'));
  try {
    const failures = [];
    for (const suite of SUITES) {
      report(`Fetching nats-server from Debian ${suite} (${mirror})`);
      const failure = await fetchFrom({ mirror, suite, work: join(work, suite), folder }).catch((error) => error);
      if (!failure) return;
      failures.push(`${suite}: ${failure.stderr?.trim().split('\n').at(-1) || failure.message}`);
    }
    throw new Error(howToInstall(`it could not be fetched (${failures.join('; ')})`));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The present environment, named so that a caller's own one (a test's) counts. */
const inside = (cwd) => ({ cwd, env: process.env });

async function fetchFrom({ mirror, suite, work, folder }) {
  const apt = privateApt(work, mirror, suite);
  // A hook of the system (Post-Invoke) may fail for a normal user after the lists have arrived: the download decides.
  const update = await run('apt-get', [...apt, 'update'], inside(work)).catch((error) => error);
  await run('apt-get', [...apt, 'download', 'nats-server'], inside(work)).catch((error) => {
    throw update instanceof Error ? update : error;
  });
  const archive = readdirSync(work).find((name) => name.endsWith('.deb'));
  if (!archive) throw new Error('apt-get downloaded no package');
  await run('dpkg', ['-x', archive, 'out'], inside(work));
  const program = ['usr/sbin', 'usr/bin'].map((place) => join(work, 'out', place, 'nats-server')).find(existsSync);
  const version = program && versionOf(program);
  if (!version) throw new Error(`${archive} holds no nats-server that runs here`);
  const [major, minor] = version.split('.').map(Number);
  if (major < LOWEST[0] || (major === LOWEST[0] && minor < LOWEST[1])) throw new Error(`version ${version} is too old`);
  keep({ program, version, folder, work, origin: { archive, mirror, suite } });
}

/** Moves the program into its place in one step, so that two fetches at once do not meet. */
function keep({ program, version, folder, work, origin }) {
  const made = join(work, 'made');
  mkdirSync(made);
  copyFileSync(program, join(made, 'nats-server'));
  chmodSync(join(made, 'nats-server'), 0o755);
  const record = { version, sha256: sha256Of(program), ...origin, fetchedAt: new Date().toISOString() };
  writeFileSync(join(made, 'nats-server.json'), `${JSON.stringify(record, null, 2)}\n`);
  const place = join(folder, version);
  rmSync(place, { recursive: true, force: true });
  try {
    renameSync(made, place);
  } catch (error) {
    if (!existsSync(join(place, 'nats-server.json'))) throw error;
  }
}

/** Options that give apt a folder of its own for everything it reads and writes. */
function privateApt(work, mirror, suite) {
  for (const name of ['lists/partial', 'cache/archives/partial', 'log', 'state'])
    mkdirSync(join(work, name), { recursive: true });
  const sources = join(work, 'newer.sources');
  writeFileSync(sources, `Types: deb\nURIs: ${mirror}\nSuites: ${suite}\nComponents: main\nSigned-By: ${KEYRING}\n`);
  const settings = {
    'Dir::State': join(work, 'state'),
    'Dir::State::Lists': join(work, 'lists'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(work, 'cache'),
    'Dir::Log': join(work, 'log'),
    'Dir::Etc::SourceList': sources,
    'Dir::Etc::SourceParts': '/dev/null',
    // The other user that apt changes to as root may not reach the folder.
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '2',
  };
  return ['-q', ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])];
}

/** The address of the system's own Debian mirror, from either form of apt's sources. */
function debianMirror() {
  if (spawnSync('apt-get', ['--version'], { env: process.env }).status !== 0 || !existsSync(KEYRING)) return undefined;
  const files = ['/etc/apt/sources.list', ...listSources('/etc/apt/sources.list.d')].filter(existsSync);
  const addresses = files.flatMap((file) => readFileSync(file, 'utf8').split('\n').flatMap(addressesOf));
  return addresses.find((address) => /\/debian\/?$/.test(address));
}

function listSources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.(list|sources)$/.test(name))
    .map((name) => join(folder, name));
}

function addressesOf(line) {
  if (!/^\s*(URIs:|deb\s)/.test(line)) return [];
  return line.match(/[a-z+]+:\/\/[^\s\]]+/g) ?? [];
}

function howToInstall(reason) {
  const wanted = `nats-server ${LOWEST.join('.')} or newer is needed (tested: 2.15) and ${reason}.`;
  return [
    wanted,
    'Install it in one of these ways, then start again:',
    '  macOS:   brew install nats-server',
    '  Docker:  docker create --name nats nats:2.15-alpine && docker cp nats:/usr/local/bin/nats-server . && docker rm nats',
    '           then set NATS_SERVER=./nats-server (a static Linux program)',
    '  other:   put the nats-server program of https://github.com/nats-io/nats-server/releases on PATH, or set NATS_SERVER to it',
  ].join('\n');
}
