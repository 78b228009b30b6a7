import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ProgrammeWithdrawn, ReplayRequested, newId, type EventRecord, type NewEvent } from '@betang/contracts';
import { startRegionUnderTest, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import type { LeaderConnection } from '../leading/leader-connection.js';
import { ReplayAnswers } from './replay-answers.js';

const [EPOCH, CHAIN] = ['1.a', 'c'.repeat(64)];
const [ASKER, TO_ASKER] = ['62.71', 'to.r6271'];

describe('a line that has been quiet for longer than its events are kept', () => {
  let region: RegionUnderTest;
  let service: ServiceUnderTest;
  let answers: ReplayAnswers;
  const kept: string[] = [];
  const { signal } = new AbortController();

  beforeAll(async () => {
    region = await startRegionUnderTest('62.03', ['training-catalog']);
    service = await region.service('training-catalog');
    const programmeId = newId();
    const present = ProgrammeWithdrawn.create({ subject: programmeId, data: { programmeId, reason: 'rekaan' } });
    answers = new ReplayAnswers({
      identity: { region: '62.03', service: 'training-catalog', epoch: EPOCH, generation: 1 },
      unitOfWork: service.database.unitOfWork,
      outbox: service.outbox as never,
      client: {
        query: async (text: string, values?: unknown[]) => ({ rows: await service.query(text, values) }),
      } as unknown as LeaderConnection,
      sign: () => undefined,
      snapshot: async () => [present as unknown as NewEvent],
      publishers: { local: undefined as never, hub: undefined },
    });
    // All of it was sent once; the months of the outbox that held it are gone, and the log's last row stays.
    for (const audience of ['federation', TO_ASKER]) await log(audience, 33, 40);
  });
  beforeEach(() => service.query('DELETE FROM outbox'));
  afterAll(async () => region?.stop());

  const log = (audience: string, first: number, last: number, xid = '700', seq = 1) =>
    service.query(
      `INSERT INTO relay_log (epoch, audience, first_position, last_position, first_generation, first_xid, first_seq, last_generation, last_xid,
         last_seq, previous_chain, chain) VALUES ($1, $2, $3, $4, 1, $5, $6, 1, $5, $6, $7, $7)`,
      [EPOCH, audience, first, last, xid, seq, CHAIN],
    );

  /** What is said to the asker of `epoch`, and the facts with it. */
  const answersTo = async (epoch: string, audience = 'federation') => {
    const requestId = newId();
    const data = { requestId, service: 'training-catalog', audience, epoch, from: 1, to: 40 };
    await service.database.unitOfWork.run((tx) =>
      answers.accept(tx, { region: ASKER } as EventRecord, data as ReplayRequested),
    );
    expect(await answers.work(signal)).toBe(true);
    const rows = await service.query<{ type: string; audience: string; body: Buffer }>(
      'SELECT type, audience, body FROM outbox WHERE id <> ALL ($1) ORDER BY seq',
      [kept],
    );
    return rows.map(({ type, audience, body }) => {
      const { reason, position } = JSON.parse(body.toString('utf8')) as { reason?: string; position?: number };
      return [type.split('.')[2], audience, reason ?? position];
    });
  };

  it('is told as its present, like any line of which something is no longer kept', async () => {
    expect(await answersTo(EPOCH)).toEqual([
      ['replay-refused', 'to.r6271', 'NOT_KEPT'],
      ['snapshot-stated', 'to.r6271', 40],
      ['programme-withdrawn', 'federation', 'rekaan'],
    ]);
  });

  it('is skipped up to what is kept where it was for one region alone, and no further: that is in no present', async () => {
    const event = ProgrammeWithdrawn.create({ subject: newId(), data: { programmeId: newId(), reason: 'rekaan' } });
    await service.publish(event);
    const [row] = await service.query<{ id: string; xid: string; seq: string }>(
      `UPDATE outbox SET audience = $1, generation = 1 RETURNING id, xid::text AS xid, seq`,
      [TO_ASKER],
    );
    kept.push(row!.id);
    await log(TO_ASKER, 41, 41, row!.xid, Number(row!.seq));
    expect((await answersTo(EPOCH, TO_ASKER)).slice(0, 2)).toEqual([
      ['replay-refused', TO_ASKER, 'NOT_KEPT'],
      ['snapshot-stated', TO_ASKER, 40],
    ]);
  });

  it('and not of an epoch that this region never had', async () => {
    expect(await answersTo('1.b')).toEqual([['replay-refused', 'to.r6271', 'UNKNOWN_EPOCH']]);
  });
});
