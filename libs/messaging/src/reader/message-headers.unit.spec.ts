import { describe, expect, it } from '@jest/globals';
import { headers, type Msg } from '@nats-io/transport-node';
import { headersByClient, headersOf, headersOfBytes } from './message-headers.js';

const block = (text: string): Uint8Array => Buffer.from(text);

describe('the headers of a message', () => {
  it('are read off the bytes as the client reads them', () => {
    const sent = headers();
    sent.append('ce-type', 'betang.identity.agency-published.v1');
    sent.append('ce-subject', 'a%20b');
    sent.append('betang-signature', 'x:y:z');
    sent.append('ce-type', 'second');
    const bytes = (sent as unknown as { encode(): Uint8Array }).encode();
    expect([...headersOfBytes(bytes)]).toEqual([...headersByClient({ headers: sent } as unknown as Msg)]);
  });

  it('are read past a status in the first line, with spaces around values left out', () => {
    expect([...headersOfBytes(block('NATS/1.0 100 Idle\r\na:  1 \r\nb:2\r\n\r\n'))]).toEqual([
      ['a', '1'],
      ['b', '2'],
    ]);
  });

  it.each(['', 'NATS/1.0', 'NATS/1.0\r\n\r\n', 'NATS/1.0\r\nno colon\r\n\r\n', 'NATS/1.0\r\ncut: off'])(
    'are none in %j',
    (text) => {
      expect(headersOfBytes(block(text)).size).toBe(0);
    },
  );

  it('are asked of the client where its bytes are not to be had', () => {
    const sent = headers();
    sent.append('ce-id', '1');
    expect(headersOf({ headers: sent } as unknown as Msg).get('ce-id')).toBe('1');
    expect(headersOf({} as Msg).size).toBe(0);
  });
});
