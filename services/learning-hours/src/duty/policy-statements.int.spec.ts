import { DutyPolicyRecorded, DutyPolicyStated, learningHourPolicies } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { people, registered } from '../testing/events.js';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { PolicyStatements } from './policy-statements.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
  await service.policies.seed();
});
afterAll(async () => service?.stop());

const told = async (contract: typeof DutyPolicyRecorded | typeof DutyPolicyStated) =>
  (await service.published(contract as never)) as unknown as DutyPolicyRecorded[];
const state = (statements: PolicyStatements) =>
  service.database.unitOfWork.run((tx) => statements.stateNew(tx, { actor: 'officer' }));
const OWN = `INSERT INTO duty_policy (employment_status, valid_from, origin, revision, valid_to, minimum_hundredths, maximum_counted_hundredths, basis,
  status, withdrawn) VALUES ('PNS', '2026-01-01', 'REGION', 1, NULL, 3000, NULL, 'Perbup (rekaan)', 'confirmed', false)`;

describe('statements of duties', () => {
  const reference = learningHourPolicies().length;

  it('stay at home while the region shares nothing, and reach the province when it does', async () => {
    const alone = new Outbox({ service: 'learning-hours', generation: 1 }, { allows: () => false }, () => undefined);
    expect(await state(new PolicyStatements(alone))).toBe(reference);
    expect(await told(DutyPolicyRecorded)).toHaveLength(reference);
    expect(await told(DutyPolicyStated)).toHaveLength(0);
    const linked = new PolicyStatements(service.outbox);
    expect(await state(linked)).toBe(0);
    expect(await told(DutyPolicyStated)).toHaveLength(reference);
    expect(await state(linked)).toBe(0);
    expect(await told(DutyPolicyStated)).toHaveLength(reference);
    expect(await told(DutyPolicyRecorded)).toHaveLength(reference);
  });

  it('tell a new rule once to both, and have the totals of its years stated anew', async () => {
    await service.receive(...people(6).map((id) => registered(service, id)));
    await service.totals.stateChanges();
    await service.rows(OWN);
    expect(await state(new PolicyStatements(service.outbox))).toBe(1);
    expect((await told(DutyPolicyRecorded)).at(-1)).toMatchObject({ origin: 'REGION', minimum: 3_000, revision: 1 });
    expect((await told(DutyPolicyStated)).at(-1)).toMatchObject({ employmentStatus: 'PNS', basis: 'Perbup (rekaan)' });
    const marks = await service.rows<{ status: string }>(
      'SELECT DISTINCT employment_status AS status FROM totals_mark',
    );
    expect(marks).toEqual([{ status: 'PNS' }]);
  });
});
