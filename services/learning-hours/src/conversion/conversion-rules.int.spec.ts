import { learningHourPolicies, learningPaths } from '@betang/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ServiceUnderTest } from '../testing/service-under-test.js';
import { referenceRules } from './testing/reference-rules.js';

let service: ServiceUnderTest;
beforeAll(async () => {
  service = await ServiceUnderTest.start();
});
afterAll(async () => service?.stop());

describe('rules as dated rows', () => {
  it('are the reference data, however often and by however many processes they are seeded', async () => {
    expect(await Promise.all([service.rules.seed(), service.rules.seed(), service.policies.seed()])).toEqual([0, 0, 0]);
    const byVersion = (a: { version: string }, b: { version: string }) => (a.version < b.version ? -1 : 1);
    expect([...(await service.rules.book()).rules].sort(byVersion)).toEqual(referenceRules().sort(byVersion));
    expect((await service.policies.book()).policies).toHaveLength(learningHourPolicies().length);
  });

  it('get a revision when a release says something else; the one before stays', async () => {
    const changed = learningPaths().map((path) => (path.code === 'KL06' ? { ...path, nationalHundredths: 450 } : path));
    expect(await service.rules.seed(changed)).toBe(1);
    expect(await service.rules.seed(changed)).toBe(0);
    const book = await service.rules.book();
    expect(book.find('KL06', '2026-01-01')).toMatchObject({ version: 'KL06/2018-01-01/2', nationalHundredths: 450 });
    expect(book.rules.filter((rule) => rule.pathCode === 'KL06')).toHaveLength(2);
  });

  it("give way to a region's own row, also after a new release", async () => {
    await service.database.execute(
      `INSERT INTO duty_policy (employment_status, valid_from, origin, revision, minimum_hundredths, basis, status)
       VALUES ('PNS', '2026-01-01', 'REGION', 1, 2400, 'Perbup (contoh)', 'confirmed')`,
    );
    const policies = learningHourPolicies().map((policy) => ({ ...policy, basis: `${policy.basis}, rev` }));
    expect(await service.policies.seed(policies)).toBe(policies.length);
    const book = await service.policies.book();
    expect(book.find('PNS', 2026)?.minimumHundredths).toBe(2400);
    expect(book.find('PNS', 2025)).toMatchObject({ minimumHundredths: 2000, revision: 2 });
  });
});
