import { describe, expect, it } from '@jest/globals';
import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AppError } from '@betang/platform';
import { findFreePort } from '@betang/testing';
import { errorText } from '../messages/local-messages.js';
import { allPorts, checkPorts, portsOf } from './ports.js';
import { readSettings } from './local-settings.js';

const ROOT = '/repo with space';
const read = (args: string[], env = {}) => readSettings(args, env, ROOT);

describe('readSettings', () => {
  it('has defaults for everything', () => {
    expect(read([])).toMatchObject({
      dir: '/repo with space/.betang/local',
      portBase: 8620,
      mode: 'all',
      people: 2_000,
      once: false,
      reset: false,
    });
  });

  it('gives each port base a folder of its own, unless one is named', () => {
    expect(read(['--port-base', '9000']).dir).toBe('/repo with space/.betang/local-9000');
    expect(read(['--split'], { BETANG_PORT_BASE: '9000' }).dir).toBe('/repo with space/.betang/local-9000');
    expect(read(['--port-base', '9000', '--dir', '/data']).dir).toBe('/data');
    expect(read([], { BETANG_LOCAL_DIR: '/data' }).dir).toBe('/data');
  });

  it('prefers the command line to the environment', () => {
    expect(read(['--port-base', '9100'], { BETANG_PORT_BASE: '9000' }).portBase).toBe(9100);
  });

  it.each([
    [['--port-base', '80'], 'local.setting-invalid'],
    [['--people', 'many'], 'local.setting-invalid'],
    [['--poeple', '5'], 'local.setting-unknown'],
    [['stray'], 'local.setting-unknown'],
  ])('refuses %j', (args, code) => {
    expect(() => read(args)).toThrow(expect.objectContaining({ code }));
  });
});

describe('ports', () => {
  it('are all different, in both modes', () => {
    expect(new Set(allPorts(8620, 'split')).size).toBe(allPorts(8620, 'split').length);
    expect(allPorts(8620, 'split')).toHaveLength(3 * 8);
    expect(allPorts(8620, 'all')).toHaveLength(3 * 3);
  });

  it('of regions do not overlap', () => {
    expect(portsOf('62', 8620, 'all').http.reporting).toBe(8620);
    expect(portsOf('62.03', 8620, 'split').nats).toBe(8638);
    expect(portsOf('62.71', 8620, 'split').http.reporting).toBe(8645);
  });

  it('that are taken are named, with a setting under which all are free', async () => {
    const port = await findFreePort();
    const server = createServer().listen(port, '127.0.0.1');
    await once(server, 'listening');
    try {
      const refused = await checkPorts(port, 'all').catch((error: unknown) => error as AppError);
      expect(refused).toMatchObject({ code: 'local.port-taken', params: { port } });
      const { base } = (refused as AppError).params;
      expect(base).not.toBe(port);
      await expect(checkPorts(Number(base), 'all')).resolves.toBeUndefined();
      expect(errorText(refused)).toContain(`npm start -- --port-base ${base} (or BETANG_PORT_BASE=${base}).`);
    } finally {
      server.close();
    }
  });
});
