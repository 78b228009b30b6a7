import { describe, expect, it } from '@jest/globals';
import { movedServer } from './moved-server.js';

const home = { host: '127.0.0.1', port: 4222, url: 'nats://127.0.0.1:4222' };
const hub = { host: '0.0.0.0', port: 4222, url: 'tls://hub.kalteng.example:4222' };

describe('the server of a restored region', () => {
  it('stays where it was', () => {
    expect([movedServer(home, {}), movedServer(hub, {})]).toEqual([home, hub]);
  });

  it.each([
    ['another port', home, { port: 5222 }, { host: '127.0.0.1', port: 5222, url: 'nats://127.0.0.1:5222' }],
    ['another host', home, { host: '127.0.0.2' }, { host: '127.0.0.2', port: 4222, url: 'nats://127.0.0.2:4222' }],
    ['another port of a name', hub, { port: 5222 }, { ...hub, port: 5222, url: 'tls://hub.kalteng.example:5222' }],
    ['another host of a name', hub, { host: '10.0.0.7' }, { ...hub, host: '10.0.0.7' }],
    ['another name', hub, { url: 'tls://pusat.example:4222' }, { ...hub, url: 'tls://pusat.example:4222' }],
  ])('moves to %s', (_, known, moved, expected) => expect(movedServer(known, moved)).toEqual(expected));
});
