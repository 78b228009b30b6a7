import { describe, expect, it } from '@jest/globals';
import type { UnitOfWork } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';
import type { LeaderConnection } from '../leading/leader-connection.js';
import type { Outbox } from '../outbox/outbox.js';
import type { EventPublisher } from '../relay/event-publisher.js';
import { ReplayAnswers, mayReplay } from './replay-answers.js';

describe('who may be told again what was said before', () => {
  it.each([
    ['62.03', '62.03', 'local', true],
    ['62.03', '62.03', 'to.r6271', true],
    ['62.71', '62.03', 'local', false],
    ['62.71', '62.03', 'federation', true],
    ['62.71', '62.03', 'province', false],
    ['62', '62.03', 'province', true],
    ['64', '62.03', 'province', false],
    ['62.71', '62.03', 'to.r6271', true],
    ['62.71', '62.03', 'to.r6201', false],
    ['62', '62.03', 'to.r6271', false],
  ])('%s asks %s for %s: %s', (asker, home, audience, allowed) => {
    expect(mayReplay(asker, home, audience)).toBe(allowed);
  });
});

describe('answering', () => {
  const never = new AbortController().signal;
  const EVENT = {
    generation: 1,
    xid: '7',
    seq: '1',
    id: '0198c0de-0000-7000-8000-000000000001',
    audience: 'federation',
    type: 'betang.identity.agency-published.v1',
    subject: 'agency',
    time_ms: 0,
    correlation_id: null,
    causation_id: null,
    actor: null,
    traceparent: null,
    body: Buffer.from('{}'),
  };
  const LOG = { first_position: '1', last_position: '1', previous_chain: '0'.repeat(64) };
  const MANY = 200;

  /** Two requests wait: the province's came first, one of this region second. Each asks for the only event there is. */
  function waiting(
    hub: EventPublisher | undefined,
    events: readonly object[] = [EVENT],
    asked: readonly [number, number] = [1, events.length],
  ) {
    const rows = ['62', '62.03'].map((asker) => ({
      request_id: `of ${asker}`,
      asker,
      audience: 'federation',
      epoch: '1.a',
      first: String(asked[0]),
      last: String(asked[1]),
    }));
    const answered: string[] = [];
    const query = async (query: string | { text: string }, values: readonly unknown[] = []) => {
      const text = typeof query === 'string' ? query : query.text;
      if (text.includes('FROM replay_answer')) {
        const left = rows.filter(({ request_id }) => !answered.includes(request_id));
        return { rows: text.includes('LIMIT 1') ? left.slice(0, 1) : left };
      }
      if (text.startsWith('UPDATE replay_answer')) answered.push(values[0] as string);
      if (text.includes('l.first_position AS first')) return { rows: [{ first: '1' }] };
      if (text.includes('last_position AS position')) return { rows: [{ position: String(events.length) }] };
      if (text.includes('FROM relay_log')) return { rows: [{ ...LOG, last_position: String(events.length) }] };
      return { rows: text.includes('FROM outbox') ? events : [] };
    };
    const local: EventPublisher = { publish: async (batch) => batch.length, close: async () => undefined };
    const answers = new ReplayAnswers({
      identity: { region: '62.03', service: 'identity', epoch: '1.a', generation: 1 },
      unitOfWork: {} as UnitOfWork,
      outbox: {} as Outbox,
      client: { query } as unknown as LeaderConnection,
      sign: () => undefined,
      snapshot: undefined,
      publishers: { local, hub },
    });
    return { answers, answered };
  }
  const broken: EventPublisher = {
    publish: async () => {
      throw new DeliveryError('publish-timeout', 'the connection broke');
    },
    close: async () => undefined,
  };

  it.each([
    ['there is no way yet', undefined],
    ['the way has broken', broken],
  ])('keeps nobody of this region waiting behind one to whom %s', async (_why, hub) => {
    const { answers, answered } = waiting(hub);
    while (await answers.work(never));
    expect(answered).toEqual(['of 62.03']);
  });

  it('answers everyone once there is a way', async () => {
    const { answers, answered } = waiting({ ...broken, publish: async (batch) => batch.length });
    while (await answers.work(never));
    expect([...answered].sort()).toEqual(['of 62', 'of 62.03']);
  });

  it.each([
    ['a part', [1, 9], 1],
    ['all', [2, 9], 0],
  ] as const)(
    'tells what it has where %s of what is asked for is published, and not noted yet: the rest is asked for again',
    async (_what, asked, count) => {
      let told = 0;
      const publish: EventPublisher['publish'] = async (batch) => {
        told += batch.length;
        return batch.length;
      };
      const { answers, answered } = waiting({ ...broken, publish }, [EVENT], asked);
      while (await answers.work(never));
      expect([...answered].sort()).toEqual(['of 62', 'of 62.03']);
      expect(told).toBe(count);
    },
  );

  it('sends what was logged as one batch in pieces that a slow line carries', async () => {
    const pieces: number[] = [];
    const publish: EventPublisher['publish'] = async (batch) => {
      pieces.push(batch.reduce((sum, { event }) => sum + event.body.length, 0));
      return batch.length;
    };
    const events = Array.from({ length: MANY }, (_, index) => ({
      ...EVENT,
      seq: String(index + 1),
      body: Buffer.from(JSON.stringify({ text: 'x'.repeat(1_000) })),
    }));
    const { answers, answered } = waiting({ ...broken, publish }, events);
    while (await answers.work(never));
    expect([...answered].sort()).toEqual(['of 62', 'of 62.03']);
    expect(pieces[0]).toBeLessThan(64 * 1_024);
    expect(pieces.reduce((sum, bytes) => sum + bytes, 0)).toBe(MANY * events[0]!.body.length);
  });
});
