import { YearRecomputed, newId } from '@betang/contracts';
import { Audit } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { completed, people, registered } from '../testing/events.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { PolicyStatements } from '../duty/policy-statements.js';
import { RuleProposals } from './rule-proposals.js';
import { findRecalculation, insertRecalculation } from './recalculation-store.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
});
afterAll(async () => service?.stop());

/** As another process begins with nothing but what stands in the tables. */
const anotherProcess = () => service.recalculation();
const sum = async () =>
  (
    await service.rows<{ entries: string; counted: string; years: string }>(
      `SELECT count(*) FILTER (WHERE reverses_entry_id IS NULL) AS entries, sum(counted) AS counted,
         (SELECT sum(counted) FROM person_year) AS years FROM ledger_entry`,
    )
  )[0]!;

describe('a recalculation', () => {
  it('goes on where a killed process left it, and gives the same as one that was not killed', async () => {
    const ids = people(450).sort();
    await service.receive(...ids.map((id) => registered(service, id)));
    for (let at = 0; at < ids.length; at += 150)
      await service.receive(
        ...ids
          .slice(at, at + 150)
          .flatMap((employeeId) => [
            completed(service, { employeeId, pathCode: 'KL06', quantityHundredths: 200, completedOn: '2026-03-10' }),
            completed(service, { employeeId, pathCode: 'KL03', quantityHundredths: 500, completedOn: '2026-03-11' }),
          ]),
      );
    expect(await sum()).toEqual({ entries: '900', counted: String(450 * 1300), years: String(450 * 1300) });
    const proposals = new RuleProposals(
      service.rules,
      service.policies,
      new PolicyStatements(service.outbox),
      new Audit(),
    );
    const { proposalId } = await service.database.unitOfWork.run((tx) =>
      proposals.propose(tx, {
        kind: 'CONVERSION',
        ruleKey: 'KL06',
        validFrom: '2026-01-01',
        legalBasis: 'Perbup (rekaan)',
        note: null,
        proposedBy: 'officer-1',
        content: {
          validTo: null,
          nationalHundredths: 300,
          internationalHundredths: 400,
          internationalBonusPercent: null,
          capPeriod: null,
          capHundredths: null,
          capActivities: null,
          withdrawn: false,
        },
      }),
    );
    const { recalculationIds } = await service.database.unitOfWork.run((tx) =>
      proposals.approve(tx, proposalId, { by: 'officer-2', note: null, applyToPast: true }),
    );
    const id = recalculationIds[0]!;
    expect(await anotherProcess().step(id)).toBe(true);
    expect(await findRecalculation(service.database, id)).toMatchObject({
      state: 'WORKING',
      peopleDone: 200,
      entriesChanged: 200,
    });
    // Two processes take it up at once, while completions by the new rule come in.
    const [late] = people(1);
    await Promise.all([
      anotherProcess().run(id),
      anotherProcess().run(id),
      service.receive(
        completed(service, { employeeId: late, pathCode: 'KL06', quantityHundredths: 100, completedOn: '2026-03-12' }),
      ),
    ]);
    expect(await findRecalculation(service.database, id)).toMatchObject({
      state: 'DONE',
      peopleChanged: 450,
      entriesChanged: 450,
      deltaCounted: -90_000,
    });
    expect(await sum()).toEqual({
      entries: String(900 + 450 + 1),
      counted: String(450 * 1100 + 300),
      years: String(450 * 1100 + 300),
    });
    expect(await service.published(YearRecomputed as never)).toEqual([
      expect.objectContaining({ people: 450, entries: 450, delta: -90_000 }),
    ]);
    const versions = await service.rows<{ version: string; n: string }>(
      `SELECT rule_version AS version, count(*) AS n FROM ledger_entry WHERE path_code = 'KL06' GROUP BY 1 ORDER BY 1`,
    );
    expect(versions).toEqual([
      { version: 'KL06/2018-01-01/1', n: '900' },
      { version: 'KL06/2026-01-01/+1', n: '451' },
    ]);
  });

  it('changes nothing a second time', async () => {
    const before = await sum();
    const id = newId();
    const run = {
      recalculationId: id,
      mode: 'APPLY' as const,
      proposalId: null,
      year: 2026,
      cause: 'rules',
      startedBy: 'officer-1',
    };
    await service.database.unitOfWork.run((tx) => insertRecalculation(tx, run));
    await anotherProcess().run(id);
    expect(await findRecalculation(service.database, id)).toMatchObject({
      state: 'DONE',
      entriesChanged: 0,
      deltaCounted: 0,
    });
    expect(await sum()).toEqual(before);
  });
});
