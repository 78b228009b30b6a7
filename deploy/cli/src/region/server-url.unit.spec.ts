import { describe, expect, it } from '@jest/globals';
import { betang } from '../testing/run-betang.js';
import { isServerUrl } from './server-url.js';

describe('the address of a nats-server', () => {
  it.each(['tls://hub.kalteng.example:4222', 'tls://10.1.2.3:4222', 'nats://127.0.0.1:4222', 'nats://[::1]:4222'])(
    'may be %s',
    (url) => expect(isServerUrl(url)).toBe(true),
  );

  it.each(['nats://hub.kalteng.example:4222', 'http://hub', 'hub:4222', 'hub', '', 'tls://0.0.0.0:4222', 'tls://'])(
    'is not %j',
    (url) => expect(isServerUrl(url)).toBe(false),
  );
});

it('a region is not begun without a code of the field', async () => {
  for (const code of ['kapuas', '6203', '62.3', ''])
    expect(await betang(['region', 'init', code, '--json'])).toMatchObject({ exitCode: 2 });
});

describe('a deployment whose nats-server others reach', () => {
  const init = (...options: string[]) => betang(['region', 'init', '62', '--language', 'en', '--json', ...options]);

  it.each([
    [['--nats-host', '0.0.0.0'], '--nats-url'],
    [['--nats-host', '10.1.2.3'], '--nats-url'],
    [['--nats-url', 'nats://hub.kalteng.example:4222'], '--nats-url'],
    [['--hub-url', 'https://hub.kalteng.example'], '--hub-url'],
  ])('is not begun with %j: it names %s', async (options, named) => {
    const run = await init(...options);
    expect(run.exitCode).toBe(2);
    expect(JSON.stringify(run.json)).toContain(`${named} tls://NAME:PORT`);
  });
});
