import { LearnerHoursShared, LearnerPseudonymReplaced } from '@betang/contracts';
import { makePseudonym } from '@betang/messaging';
import { migratorRole } from '@betang/platform';
import { getRepositoryRoot } from '@betang/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import pg from 'pg';
import { completed, people } from '../testing/events.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { KeyedPseudonyms, NoPseudonyms, type Pseudonyms } from './pseudonyms.js';
import { ReplacedNames, noteNames } from './replaced-names.js';

const FIRST = { version: 1, secret: Buffer.alloc(32, 1) };
const SECOND = { version: 2, secret: Buffer.alloc(32, 2) };
/** More than one transaction tells of. */
const MANY = 620;

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start(new KeyedPseudonyms({ ...FIRST, former: [] }));
});
afterAll(async () => service?.stop());
beforeEach(() => service.rows('DELETE FROM told_pseudonym'));

const under = (pseudonyms: Pseudonyms) => {
  const { database, outbox } = service;
  return new ReplacedNames(database, database.unitOfWork, outbox, pseudonyms, {} as never, {} as never, {} as never);
};
const second = () => under(new KeyedPseudonyms({ ...SECOND, former: [FIRST] }));
const told = () => service.rows('SELECT version, through FROM told_pseudonym');
let before = 0;
const everReplaced = async () => (await service.published(LearnerPseudonymReplaced as never)) as unknown as object[];
/** Of this test. */
const replaced = async () => (await everReplaced()).slice(before);
const namesOf = (ids: readonly string[]) =>
  ids.map((id) => ({ learner: makePseudonym(SECOND, id), former: makePseudonym(FIRST, id) }));
const sorted = (events: readonly object[]) => events.map((event) => JSON.stringify(event)).sort();

async function train(ids: readonly string[]): Promise<void> {
  await service.receive(...ids.map((employeeId) => completed(service, { employeeId })));
}

describe('a region with a new key of pseudonyms', () => {
  const ids = people(MANY);

  beforeAll(async () => {
    await train(ids);
    expect(await service.published(LearnerHoursShared as never)).toHaveLength(MANY);
  });
  beforeEach(async () => {
    before = (await everReplaced()).length;
  });

  it('that told nobody of anyone just takes it', async () => {
    await second().work();
    expect([await told(), await replaced()]).toEqual([[], []]);
    await noteNames(service.database, new KeyedPseudonyms({ ...SECOND, former: [FIRST] }));
    await second().work();
    expect([await told(), await replaced()]).toEqual([[{ version: 2, through: null }], []]);
  });

  it('tells who is who, once, and goes on where it was interrupted', async () => {
    await noteNames(service.database, new KeyedPseudonyms({ ...FIRST, former: [] }));
    await noteNames(service.database, new KeyedPseudonyms({ ...SECOND, former: [FIRST] }));
    expect(await told()).toEqual([{ version: 1, through: null }]);
    let looks = 0;
    await second().work(() => (looks += 1) > 1);
    const some = (await replaced()).length;
    expect(some).toBeGreaterThan(0);
    expect(some).toBeLessThan(MANY);
    expect(await told()).toEqual([{ version: 1, through: [...ids].sort()[some - 1] }]);
    await second().work();
    await second().work();
    expect(sorted(await replaced())).toEqual(sorted(namesOf(ids)));
    expect(await told()).toEqual([{ version: 2, through: null }]);
  });

  it('tells it once also where two processes are at it', async () => {
    await noteNames(service.database, { version: 1 });
    await Promise.all([second().work(), second().work(), second().work()]);
    await second().work();
    expect(sorted(await replaced())).toEqual(sorted(namesOf(ids)));
  });

  it('owes it where it opted out meanwhile, until it opts in again', async () => {
    await noteNames(service.database, { version: 1 });
    await under(new NoPseudonyms()).work();
    expect([await told(), await replaced()]).toEqual([[{ version: 1, through: null }], []]);
    await second().work();
    expect(await replaced()).toHaveLength(MANY);
  });

  it('says so where the former secret is not at hand, and tells nothing wrong', async () => {
    await noteNames(service.database, { version: 1 });
    const lost = under(new KeyedPseudonyms({ ...SECOND, former: [] }));
    await expect(lost.work()).rejects.toMatchObject({ code: 'pseudonym-secret-missing' });
    expect([await told(), await replaced()]).toEqual([[{ version: 1, through: null }], []]);
  });

  it('knows after an upgrade whether the release before told of anyone', async () => {
    const owner = new pg.Client({ connectionString: service.ownerUrl });
    await owner.connect();
    const path = resolve(getRepositoryRoot(), 'services/learning-hours/migrations/0039-told-pseudonyms.sql');
    const upgraded = async () => {
      await owner.query(`DROP TABLE told_pseudonym; ${readFileSync(path, 'utf8')}`);
      return (await owner.query<{ version: number }>('SELECT version FROM told_pseudonym')).rows;
    };
    await owner.query(`SET ROLE ${migratorRole('learning_hours')}; SET search_path = learning_hours; BEGIN`);
    expect(await upgraded()).toEqual([{ version: 1 }]);
    await owner.query('TRUNCATE outbox');
    expect(await upgraded()).toEqual([]);
    await owner.query(
      `INSERT INTO stated_purpose (audience, purpose, facts) VALUES ('province', 'learner-level-analysis', 0)`,
    );
    expect(await upgraded()).toEqual([{ version: 1 }]);
    await owner.query('ROLLBACK');
    await owner.end();
  });

  it('tells also of who came from another region without any hours', async () => {
    const [came] = people(1);
    await service.rows(
      `INSERT INTO transfer_in (transfer_id, employee_id, former_pseudonym, from_region, finished_at) VALUES (gen_random_uuid(), $1, 'k1:x', '62.71', now())`,
      [came],
    );
    await noteNames(service.database, { version: 1 });
    await second().work();
    expect(sorted(await replaced())).toEqual(sorted(namesOf([...ids, came!])));
  });
});
