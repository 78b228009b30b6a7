import { describe, expect, it } from '@jest/globals';
import { SERVICES } from '@betang/all-in-one';
import { DeliveryConfig } from '@betang/messaging';
import {
  NODE_FLAGS,
  RegionConfig,
  SERVICE_NAMES,
  describeConfig,
  readConfig,
  serverConnections,
  unknownSettings,
} from '@betang/platform';
import { getRepositoryRoot } from '@betang/testing';
import { Ajv } from 'ajv';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { environmentOf, readCompose, type ComposeService } from '../testing/compose-file.js';

const ROOT = getRepositoryRoot();
const compose = readCompose(ROOT);
const services = Object.entries(compose.services);
const text = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The services that a container runs: one, or all six. */
function runBy({ image, command, entrypoint }: ComposeService): typeof SERVICES {
  if (!image?.startsWith('betang:') || entrypoint) return [];
  const name = /^services\/([a-z-]+)\/dist\/main\.js$/.exec(command?.at(-1) ?? '')?.[1];
  if (command === undefined) return SERVICES;
  return SERVICES.filter(({ definition }) => definition.name === name);
}

const settingsOf = (service: ComposeService) => [
  RegionConfig,
  DeliveryConfig,
  ...runBy(service).map(({ definition }) => definition.config ?? RegionConfig),
];

/** `libs/*` or a folder's own name. */
function packagesOf(pattern: string): string[] {
  const folder = pattern.replace(/\/\*$/, '');
  const folders = pattern.endsWith('*') ? readdirSync(join(ROOT, folder)).map((name) => join(folder, name)) : [folder];
  return folders.filter((name) => existsSync(join(ROOT, name, 'package.json')));
}

const hostOf = (url: string | undefined) => new URL(url!).hostname;
const processes = services.filter(([, service]) => runBy(service).length > 0);

describe('docker-compose.yml', () => {
  it('is a compose file', () => {
    const schema = JSON.parse(text('node_modules/dclint/schemas/compose.schema.json')) as Record<string, unknown>;
    delete schema['$schema'];
    const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('runs a region in one process, a region in a process a service, and a province', () => {
    const names = (profile: string) =>
      processes.filter(([, { profiles }]) => profiles?.includes(profile)).map(([name]) => name);
    expect(names('region')).toEqual(['all']);
    expect(names('region-split').sort()).toEqual([...SERVICE_NAMES].sort());
    expect(names('province')).toEqual(['province']);
  });

  it.each(processes)('gives %s settings that exist and are accepted, and all that are needed', (_name, service) => {
    const environment = environmentOf(service);
    const classes = settingsOf(service);
    expect(unknownSettings(classes, environment)).toEqual([]);
    for (const config of classes) expect(() => readConfig(config, environment)).not.toThrow();
    const known = new Set(classes.flatMap(describeConfig).map(({ env }) => env));
    expect(Object.keys(environment).every((variable) => known.has(variable))).toBe(true);
  });

  it.each(processes)('starts Node for %s as everywhere else', (_name, { command }) => {
    if (command !== undefined) expect(command.slice(0, -1)).toEqual(['node', ...NODE_FLAGS]);
  });

  it('keeps the queues of jobs in PostgreSQL, or in the Redis that is named, for every process alike', () => {
    const redisOf = (variables: Record<string, string>) =>
      processes.map(
        ([name]) => readConfig(RegionConfig, environmentOf(readCompose(ROOT, variables).services[name]!)).redisUrl,
      );
    const address = 'rediss://jobs:rahasia@redis.example:6379/0';
    expect(new Set(redisOf({}))).toEqual(new Set([undefined]));
    expect(new Set(redisOf({ BETANG_REDIS_URL: address }))).toEqual(new Set([address]));
    expect(() => redisOf({ BETANG_REDIS_URL: 'redis://redis.example:6379' })).toThrow(/BETANG_REDIS_URL/);
  });

  it('lets each PostgreSQL take what the services that it is for open at most, also while some are started anew', () => {
    const clusters = services.filter(([name, { command }]) => name.endsWith('postgres') && command !== undefined);
    expect(clusters.map(([name]) => name).sort()).toEqual(['postgres', 'province-postgres']);
    for (const [name, { command }] of clusters) {
      const users = processes.filter(([, one]) => hostOf(environmentOf(one)['BETANG_DATABASE_URL']) === name);
      const poolSizes = users.map(([, one]) => readConfig(RegionConfig, environmentOf(one)).databasePoolSize);
      expect(poolSizes.length).toBeGreaterThan(0);
      const needed = serverConnections({ services: SERVICE_NAMES.length, poolSize: Math.max(...poolSizes) });
      expect(command).toEqual(['-c', `max_connections=${needed}`]);
    }
  });

  it('would refuse a setting that does not exist or is missing', () => {
    const [, service] = processes[0]!;
    const { BETANG_REGION: _region, ...rest } = environmentOf(service);
    expect(unknownSettings(settingsOf(service), { ...rest, BETANG_REGOIN: '62' })).toEqual(['BETANG_REGOIN']);
    expect(() => readConfig(RegionConfig, rest)).toThrow(/BETANG_REGION/);
  });

  it('signs each service in to the bus as itself', () => {
    for (const [name, service] of processes) {
      const user = runBy(service).length === 1 ? name : 'all';
      expect(service.environment?.['BETANG_NATS_CREDENTIALS']).toBe(`/data/nats/credentials/${user}.json`);
    }
  });

  it('lets nothing depend on what its profile does not start', () => {
    for (const [name, { profiles = [], depends_on = {} }] of services)
      for (const [needed, { required = true }] of Object.entries(depends_on)) {
        const other = compose.services[needed];
        expect([name, needed, other !== undefined]).toEqual([name, needed, true]);
        if (required)
          expect([name, needed, profiles.filter((p) => !other?.profiles?.includes(p))]).toEqual([name, needed, []]);
      }
  });

  it('defines every volume, secret and file that it uses', () => {
    for (const [, { volumes = [], secrets = [] }] of services) {
      for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
      for (const [source = ''] of volumes.map((volume) => volume.split(':'))) {
        if (source.startsWith('./')) expect([source, existsSync(join(ROOT, source))]).toEqual([source, true]);
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
    }
  });

  it('prepares regions with options that the operator command has', () => {
    const known = text('deploy/cli/src/region/region-init.command.ts');
    const given = services.flatMap(([, { command = [] }]) =>
      command.includes('deploy/docker/prepare-region.sh') ? command : [],
    );
    const options = given.flatMap((word) => /^--([a-z-]+)=/.exec(word)?.[1] ?? []);
    expect(options.length).toBeGreaterThan(20);
    for (const option of options) expect(known).toMatch(new RegExp(`['\\s]${option}['\\s]*: \\{ type: 'string'`));
  });

  it('keeps what containers say within bounds', () => {
    const lasting = services.filter(([, { restart }]) => restart === 'unless-stopped');
    expect(lasting.length).toBeGreaterThan(10);
    for (const [name, { logging }] of lasting) expect([name, logging]).toEqual([name, { driver: 'local' }]);
  });

  it('gives servers minutes to come back after a power cut, before whoever needs them is given up', () => {
    const checked = services.filter(([, { healthcheck }]) => healthcheck);
    expect(checked.map(([name]) => name).sort()).toEqual(['nats', 'postgres', 'province-nats', 'province-postgres']);
    for (const [name, { healthcheck }] of checked) expect([name, healthcheck?.start_period]).toEqual([name, '15m']);
  });

  it('lets the gateway reach every service', () => {
    const gateway = text('deploy/docker/gateway.conf');
    for (const service of SERVICE_NAMES)
      expect(gateway).toContain(`location /api/${service}/ { proxy_pass http://${service}:8062; }`);
  });

  it('lets the gateway hand on what is sent as it comes, so that a token is looked at when an upload begins', () => {
    expect(text('deploy/docker/gateway.conf')).toMatch(/^ {2}proxy_request_buffering off;$/m);
  });

  it('keeps out of the log of the gateway what is asked for behind the question mark', () => {
    const gateway = text('deploy/docker/gateway.conf');
    const [, name] = /access_log \S+ (\w+);/.exec(gateway)!;
    const [, format] = new RegExp(`log_format ${name} '([^']+)'`).exec(gateway)!;
    expect(format).toContain('$told_path');
    expect(format).not.toMatch(/\$(request|request_uri|args|query_string|http_referer|uri)\b/);
    expect(gateway).toMatch(/map \$uri \$told_path/);
  });
});

describe('the image', () => {
  const dockerfile = text('deploy/docker/Dockerfile');

  it('installs from the lock file every package of the workspace', () => {
    const { workspaces } = JSON.parse(text('package.json')) as { workspaces: string[] };
    const manifests = workspaces.flatMap(packagesOf).map((folder) => join(folder, 'package.json'));
    expect(manifests.length).toBeGreaterThan(10);
    for (const manifest of manifests)
      expect(dockerfile).toContain(`COPY ${manifest} ${manifest.replace('package.json', '')}\n`);
    expect(dockerfile.match(/RUN npm ci /g)).toHaveLength(2);
  });

  it('starts Node as everywhere else, and so does the unit file of the handbook', () => {
    const words = ['node', ...NODE_FLAGS];
    expect(dockerfile).toContain(
      `CMD [${words.map((word) => `"${word}"`).join(', ')}, "services/all-in-one/dist/main.js"]`,
    );
    expect(text('docs/operator-handbook.md')).toContain(`ExecStart=/usr/bin/${words.join(' ')} /opt/betang/services/`);
  });

  it('runs as a user without rights', () => {
    expect(dockerfile.match(/^USER (.*)$/gm)?.at(-1)).toBe('USER node');
  });
});
