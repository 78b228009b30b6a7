import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { IsInt, Min } from 'class-validator';

import { ConfigError } from './config-error.js';
import { readConfig, unknownSettings } from './read-config.js';
import type { Environment } from './read-config.js';
import { RegionConfig } from './region-config.js';
import { Setting, describeConfig } from './setting.js';

const LOCAL: Environment = {
  BETANG_MODE: 'local',
  BETANG_REGION: '62.03',
  BETANG_DATABASE_PASSWORDS_FILE: 'passwords.json',
  BETANG_KEYS_DIR: 'keys',
  BETANG_ISSUER_URL: 'http://127.0.0.1:8062/oidc',
};

class ImportConfig extends RegionConfig {
  @Setting({ env: 'BETANG_IMPORT_ROWS', description: 'Rows a transaction', type: 'integer', default: 1000 })
  @IsInt()
  @Min(1)
  readonly importRows: number;

  @Setting({ env: 'BETANG_IMPORT_TOKEN', description: 'Token', secret: true, optional: true })
  readonly importToken?: string;
}

function problemsOf(env: Environment): Record<string, string> {
  try {
    readConfig(ImportConfig, env);
  } catch (error) {
    if (error instanceof ConfigError)
      return Object.fromEntries(error.problems.map(({ name, problem }) => [name, problem]));
    throw error;
  }
  return {};
}

describe('readConfig', () => {
  it('reads values, defaults and local defaults into one typed object', () => {
    const config = readConfig(ImportConfig, { ...LOCAL, BETANG_HTTP_PORT: '9000', BETANG_PLAIN_HOSTS: 'nats, db' });
    expect(config).toMatchObject({ region: '62.03', httpPort: 9000, importRows: 1000, logLevel: 'info' });
    expect(config.plainHosts).toEqual(['nats', 'db']);
    expect(config.natsUrl).toBe('nats://127.0.0.1:4222');
    expect(config.hubUrl).toBeUndefined();
  });

  it('reports every problem at once', () => {
    const problems = problemsOf({ BETANG_REGION: 'Kapuas', BETANG_HTTP_PORT: 'http', BETANG_IMPORT_ROWS: '0' });
    expect(Object.keys(problems).sort()).toEqual([
      'BETANG_DATABASE_PASSWORDS_FILE',
      'BETANG_DATABASE_URL',
      'BETANG_DATA_DIR',
      'BETANG_HTTP_PORT',
      'BETANG_IMPORT_ROWS',
      'BETANG_ISSUER_URL',
      'BETANG_KEYS_DIR',
      'BETANG_NATS_URL',
      'BETANG_REGION',
    ]);
    expect(problems['BETANG_HTTP_PORT']).toBe('must be an integer');
    expect(problems['BETANG_NATS_URL']).toBe('is required');
  });

  it('never repeats a value', () => {
    const secret = 'rahasia-benar';
    const env = {
      ...LOCAL,
      BETANG_DATABASE_URL: `postgres://u:${secret}@db.example:5432/betang`,
      BETANG_MODE: secret,
      BETANG_HTTP_PORT: secret,
    };
    expect(() => readConfig(RegionConfig, env)).toThrow(ConfigError);
    expect(JSON.stringify(problemsOf(env))).not.toContain(secret);
  });

  it('reads a secret from a file, but not from both places', () => {
    const file = import.meta.filename;
    const secret = readFileSync(file, 'utf8').trimEnd();
    expect(readConfig(ImportConfig, { ...LOCAL, BETANG_IMPORT_TOKEN_FILE: file }).importToken).toBe(secret);
    expect(JSON.stringify(readConfig(ImportConfig, { ...LOCAL, BETANG_IMPORT_TOKEN_FILE: file }))).not.toContain(
      's3cret',
    );
    expect(problemsOf({ ...LOCAL, BETANG_IMPORT_TOKEN: 'x', BETANG_IMPORT_TOKEN_FILE: file })).toHaveProperty(
      'BETANG_IMPORT_TOKEN',
    );
    // What a compose file passes on of a variable that is not set.
    const empty = { ...LOCAL, BETANG_IMPORT_TOKEN: '', BETANG_IMPORT_TOKEN_FILE: file };
    expect(readConfig(ImportConfig, empty).importToken).toBe(secret);
    expect(problemsOf({ ...LOCAL, BETANG_IMPORT_TOKEN_FILE: '/nowhere' })['BETANG_IMPORT_TOKEN']).toContain('ENOENT');
  });

  it.each([
    ['local', 'nats://127.0.0.1:4222', true],
    ['local', 'nats://10.0.0.8:4222', false],
    ['production', 'nats://127.0.0.1:4222', false],
    ['production', 'tls://bus.example:4222', true],
    ['production', 'nats://bus:4222', true],
    ['production', 'tls://a.example:4222,tls://b.example:4222', true],
    ['production', 'tls://a.example:4222,nats://b.example:4222', false],
  ])('in mode %s the address %s is accepted: %s', (mode, address, accepted) => {
    const env = {
      ...LOCAL,
      BETANG_MODE: mode,
      BETANG_PLAIN_HOSTS: 'bus',
      BETANG_NATS_URL: address,
      BETANG_ISSUER_URL: 'https://id.example',
      BETANG_DATABASE_URL: 'postgres://db.example/betang?sslmode=verify-full',
      BETANG_HTTP_PORT: '80',
      BETANG_DATA_DIR: 'data',
    };
    expect('BETANG_NATS_URL' in problemsOf(env)).toBe(!accepted);
  });

  it.each([
    ['redis://:secret@127.0.0.1:6379', true],
    ['rediss://jobs:secret@redis.example:6379/2?sslrootcert=/etc/ca.pem', true],
    ['redis://:secret@redis.example:6379', false],
    ['https://redis.example', false],
    ['redis.example:6379', false],
  ])('takes %s for Redis: %s, and never shows it', (address, accepted) => {
    const problems = problemsOf({ ...LOCAL, BETANG_REDIS_URL: address });
    expect('BETANG_REDIS_URL' in problems).toBe(!accepted);
    expect(JSON.stringify(problems)).not.toContain('secret');
  });

  it('finds misspelt settings and describes all known ones', () => {
    expect(unknownSettings([ImportConfig], { ...LOCAL, BETANG_REGOIN: '62', PATH: '/bin' })).toEqual(['BETANG_REGOIN']);
    const described = describeConfig(ImportConfig);
    expect(described[0]?.env).toBe('BETANG_REGION');
    expect(described.at(-1)).toMatchObject({ env: 'BETANG_IMPORT_TOKEN', secret: true });
    expect(described.every((setting) => setting.env.startsWith('BETANG_') && setting.description !== '')).toBe(true);
  });
});
