import { TrainingCompleted } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { completion } from '../ledger/testing/completions.js';
import { Journey } from '../testing/journey.js';
import { CertificateWatch } from './certificate-watch.js';

let journey: Journey;
beforeAll(async () => {
  journey = await Journey.start();
});
afterAll(async () => journey?.stop());

const COMPLETIONS = 130;

describe('the watch over certificates', () => {
  it('comes to each completion of a mark that is larger than a turn', async () => {
    const person = await journey.person();
    const facts = Array.from({ length: COMPLETIONS }, (_, index) => ({
      ...completion({
        employeeId: person.id,
        certificateNumber: `800.2/${index}/2026`,
        completedOn: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
      }),
      ...{ programmeId: null, sessionId: null },
    }));
    await journey.catalog.publish(...facts.map((data) => TrainingCompleted.create({ subject: person.id, data })));
    const { sql } = journey.service.region;
    const lookedAt = () =>
      waitUntil('all of them were looked at, and no mark is left', async () => {
        const [row] = await sql<{ uses: number; marks: number }>(
          `SELECT (SELECT count(*)::int FROM learning_hours.certificate_use) AS uses, (SELECT count(*)::int FROM learning_hours.ledger_mark) AS marks`,
        );
        return row!.uses === COMPLETIONS && row!.marks === 0;
      });
    await lookedAt();
    await sql('DELETE FROM learning_hours.certificate_use');
    await sql(
      'INSERT INTO learning_hours.ledger_mark (completion_ids) SELECT array_agg(completion_id) FROM learning_hours.ledger_entry',
    );
    await lookedAt();
    expect(await sql('SELECT kind FROM learning_hours.double_finding')).toEqual([]);
  });

  it('leaves the rest for the next start when the service stops', async () => {
    const { app, region } = journey.service;
    const mark =
      'INSERT INTO learning_hours.ledger_mark (completion_ids) SELECT array_agg(completion_id) FROM learning_hours.ledger_entry';
    await region.sql(mark);
    let turns = 0;
    expect(await app.get(CertificateWatch, { strict: false }).look(() => turns++ > 0)).toBeLessThanOrEqual(40);
  });
});
