import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Siasn } from '../siasn/siasn-course.js';
import { FakeSiasn } from '../siasn/testing/fake-siasn.js';
import { Journey } from '../testing/journey.js';
import { ApplyingWork } from './applying-work.js';

const NUMBER = '198609262015051905';

let journey: Journey;
let fake: FakeSiasn;
beforeAll(async () => {
  fake = new FakeSiasn();
  const url = await fake.start();
  journey = await Journey.start({
    BETANG_SIASN_URL: url,
    BETANG_SIASN_GATEWAY_TOKEN_URL: `${url}/gateway/token`,
    BETANG_SIASN_SSO_TOKEN_URL: `${url}/sso/token`,
    BETANG_SIASN_CONSUMER_KEY: 'key',
    BETANG_SIASN_CONSUMER_SECRET: 'secret',
    BETANG_SIASN_CLIENT_ID: 'client',
    BETANG_SIASN_USER: 'petugas',
    BETANG_SIASN_PASSWORD: 'rahasia',
    BETANG_SIASN_REQUESTS_PER_MINUTE: '6000',
  });
}, 120_000);
afterAll(async () => {
  await journey?.stop();
  await fake?.stop();
});

/** A comparison with one completion that SIASN lacks, ordered to be applied, and nobody told to. */
async function toSend(): Promise<string> {
  const person = await journey.person({ employeeNumber: NUMBER, name: 'Dinarti Rekaan' });
  fake.addPerson(NUMBER, 'Dinarti Rekaan');
  await journey.completes(person.id, {
    ...{ pathCode: 'KL03', title: 'Pelatihan Layanan', quantityHundredths: 1200, completedOn: `${journey.year}-01-05` },
  });
  await journey.counted(person.id, 1200);
  const { body } = await journey.post<{ reconciliationId: string }>('siasn/pulls', {
    employeeIds: [person.id],
    year: journey.year,
  });
  const id = body.reconciliationId;
  await waitUntil('the run is ready', async () => {
    const run = await journey.get<{ state: string }>(`siasn/reconciliations/${id}`);
    return run.body.state === 'READY';
  });
  await journey.service.region.sql(
    `UPDATE learning_hours.reconciliation SET state = 'APPLYING', push_ours = true WHERE reconciliation_id = $1`,
    [id],
  );
  return id;
}

describe('a completion that two processes find to be sent', () => {
  it('is sent by one of them, also while SIASN takes its time', async () => {
    const id = await toSend();
    const { app, region } = journey.service;
    const [applying, siasn] = [app.get(ApplyingWork, { strict: false }), app.get(Siasn, { strict: false })];
    const save = siasn.saveCourse.bind(siasn);
    let saves = 0;
    let answer = (): void => undefined;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    siasn.saveCourse = async (course) => {
      saves += 1;
      await answered;
      return save(course);
    };
    const first = applying.step(id);
    await waitUntil('the first sends', async () => saves === 1);
    const second = applying.step(id);
    await waitUntil('the second sends too, or waits', async () => {
      const waiting = await region.sql(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'advisory'`,
      );
      return saves === 2 || waiting.length > 0;
    });
    answer();
    await Promise.all([first, second]);
    expect(saves).toBe(1);
    expect(fake.courses.get(NUMBER)).toHaveLength(1);
  });
});
