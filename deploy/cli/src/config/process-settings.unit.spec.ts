import { describe, expect, it } from '@jest/globals';
import { DeliveryConfig } from '@betang/messaging';
import { RegionConfig, Setting, type ServiceDefinition } from '@betang/platform';
import { settingsOf } from './process-settings.js';

class SecretiveConfig extends RegionConfig {
  @Setting({ env: 'BETANG_IMPORT_SECRET', description: 'Invented secret', secret: true, optional: true })
  readonly importSecret?: string;
}

const definition = (config: ServiceDefinition['config']) =>
  ({ name: 'identity', config }) as unknown as ServiceDefinition;
const REGION = {
  BETANG_REGION: '62.03',
  BETANG_MODE: 'local',
  BETANG_DATABASE_URL: 'postgres://127.0.0.1:5432/betang',
  BETANG_DATABASE_PASSWORDS_FILE: '/srv/passwords.json',
  BETANG_KEYS_DIR: '/srv/keys',
  BETANG_DATA_DIR: '/srv/files',
  BETANG_ISSUER_URL: 'http://127.0.0.1:8062/oidc',
};
const find = (found: ReturnType<typeof settingsOf>, name: string) =>
  found.settings.find((setting) => setting.name === name);

describe('the settings of a process', () => {
  it('come from the region, over it from the environment, else they are defaults', () => {
    const found = settingsOf([definition(DeliveryConfig)], REGION, { BETANG_LOG_LEVEL: 'debug', HOME: '/root' });
    expect(found.problems).toEqual([]);
    expect(find(found, 'BETANG_REGION')).toMatchObject({ value: '62.03', from: 'region' });
    expect(find(found, 'BETANG_LOG_LEVEL')).toMatchObject({ value: 'debug', from: 'environment' });
    expect(find(found, 'BETANG_HEADS_SECONDS')).toMatchObject({ value: '2', from: 'default' });
    expect(find(found, 'HOME')).toBeUndefined();
  });

  it('never show a secret, however it is given', () => {
    const of = (environment: Record<string, string>) =>
      JSON.stringify(settingsOf([definition(SecretiveConfig)], REGION, environment));
    expect(of({ BETANG_IMPORT_SECRET: 'rahasia-sekali' })).not.toContain('rahasia');
    expect(of({ BETANG_IMPORT_SECRET: 'rahasia-sekali' })).toContain('********');
    expect(of({ BETANG_DATABASE_URL: 'postgres://betang:rahasia@127.0.0.1/betang' })).not.toContain('rahasia');
  });

  it('name what the process would not start with', () => {
    const { BETANG_KEYS_DIR: _missing, ...rest } = REGION;
    const found = settingsOf([definition(DeliveryConfig)], rest, { BETANG_HTTP_PORT: 'eighty' });
    expect(found.problems).toEqual(
      expect.arrayContaining(['BETANG_KEYS_DIR is required', 'BETANG_HTTP_PORT must be an integer']),
    );
    expect(new Set(found.problems).size).toBe(found.problems.length);
  });
});
