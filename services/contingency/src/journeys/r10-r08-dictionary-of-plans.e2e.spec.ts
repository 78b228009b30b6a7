import { CompetencyCodesSucceeded, newId } from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { publishDictionary } from '../testing/dictionary.js';
import { hazard, readyPlan } from '../testing/plan-builder.js';
import { wholeContent } from '../testing/plan-content.js';
import { BPBD, HEALTH, startContingency, type Body, type RunningContingency } from '../testing/running-contingency.js';

const SERVICES = ['identity', 'competency-mapping', 'contingency'] as const;
let hub: RegionUnderTest;
let region: RunningContingency;
let plan: Awaited<ReturnType<typeof readyPlan>>;
beforeAll(async () => {
  hub = await startRegionUnderTest('62', { services: SERVICES, role: 'hub' });
  region = await startContingency({ region: hub });
  plan = await readyPlan(region);
});
afterAll(async () => {
  await region?.stop();
  await hub?.stop();
});

const NINE = ['MAN-01', 'MAN-02', 'MAN-03', 'MAN-04', 'MAN-05', 'MAN-06', 'MAN-07'].map((code) => ({ code }));
const role = (competencies: object[]) => ({
  field: 'Komunikasi',
  name: 'Petugas radio',
  people: 1,
  alternates: 0,
  competencies,
});
const asks = (competencyCode: string, level: number) => ({ competencyCode, level });
const reasons = async (): Promise<Body[]> => {
  const { components } = await region.ok('GET', `plans/${plan.planId}/readiness`);
  return (components as { reasons: Body[] }[]).flatMap((part) => part.reasons);
};
const reviewsOf = async (): Promise<Body[]> =>
  (await region.ok('GET', `reviews?planId=${plan.planId}&cause=DICTIONARY&state=OPEN`))['items'] as Body[];
const template = (competencies: object[]) => ({
  ...{ hazardCode: 'LONGSOR', title: 'Templat longsor', sections: wholeContent(), needs: [] },
  roles: [role(competencies)],
});
let templateId: string;

describe('R10: plans ask for competencies of the dictionary, and follow it', () => {
  it('refuse a code that the dictionary lacks wherever one is named, with the field and the way out', async () => {
    const unknown = [asks('MAN-08', 4), asks('TEK-RADIO', 2)];
    const body = { unitId: HEALTH, name: 'Layanan radio', longestOutageHours: 4, leastStaff: 1, competencies: unknown };
    for (const [path, input, field] of [
      [`plans/${plan.planId}/roles`, role(unknown), 'competencies[1].competencyCode'],
      ['services', body, 'competencies[1].competencyCode'],
      ['templates', template(unknown), 'roles[0].competencies[1].competencyCode'],
    ] as const) {
      const { status, body: problem } = await region.call('POST', path, input);
      expect({ status, code: problem['code'] }).toEqual({ status: 422, code: 'competency-unknown' });
      expect(problem['errors']).toMatchObject([
        { field, code: 'competency.unknown', message: expect.stringContaining('minta pengelola kamus') },
      ]);
    }
    expect(await region.call('POST', `plans/${plan.planId}/roles`, role([asks('bukan kode', 1)]))).toMatchObject({
      status: 400,
    });
    templateId = String(
      (await region.ok('POST', 'templates', template([asks('MAN-08', 4), asks('SOS-01', 2)])))['templateId'],
    );
    await region.ok('POST', `templates/${templateId}/publish`);
    await region.ok('POST', `plans/${plan.planId}/roles`, role([asks('SOS-01', 2)]));
  });

  it('go over to the codes of the next version, and ask for a review of what nothing took the place of', async () => {
    const successions = [
      { fromCode: 'MAN-08', toCode: 'MAN-98' },
      { fromCode: 'SOS-01', toCode: null },
    ];
    const codes = [...NINE, { code: 'MAN-98' }, { code: 'TEK-RADIO', maxLevel: 3 }];
    const dictionaryId = await publishDictionary(region, { version: 2, region: '62', codes, successions });
    const { items } = await region.ok('GET', `plans/${plan.planId}/roles`);
    expect((items as Body[]).map((each) => each['competencies'])).toEqual(
      expect.arrayContaining([[asks('MAN-98', 4)], []]),
    );
    expect(await reviewsOf()).toMatchObject([
      { causeId: dictionaryId, unitId: BPBD, assigned: false, reason: expect.stringContaining('SOS-01') },
    ]);
    expect(await region.events('betang.contingency.plan-review-asked.v2')).toContainEqual(
      expect.objectContaining({ planId: plan.planId, cause: 'DICTIONARY', causeId: dictionaryId, unitId: BPBD }),
    );
    const detail = await region.ok('GET', `templates/${templateId}`);
    expect(detail).toMatchObject({
      reviewReason: expect.stringContaining('SOS-01'),
      roles: [{ competencies: [asks('MAN-98', 4)] }],
      unknownCodes: [],
    });
    expect(await region.ok('POST', `templates/${templateId}/publish`)).toMatchObject({ reviewReason: null });
    const search = await region.ok('GET', 'competencies?search=radio');
    expect(search).toMatchObject({ version: 2, whole: true, items: [{ code: 'TEK-RADIO', maxLevel: 3 }] });
  });

  it('name the code that took the place of an old one, and the levels that there are', async () => {
    const refused = await region.call(
      'POST',
      `plans/${plan.planId}/roles`,
      role([asks('MAN-08', 4), asks('TEK-RADIO', 4)]),
    );
    expect(refused.body['errors']).toMatchObject([
      {
        field: 'competencies[0].competencyCode',
        code: 'competency.replaced',
        message: expect.stringContaining('MAN-98'),
      },
      { field: 'competencies[1].level', code: 'competency.level' },
    ]);
    const [review] = await reviewsOf();
    const { items } = await region.ok('GET', `plans/${plan.planId}/roles?field=Komunikasi`);
    const { roleId } = (items as Body[])[0]!;
    await region.ok('POST', `roles/${String(roleId)}/change`, role([asks('TEK-RADIO', 2)]));
    const path = `reviews/${String(review!['reviewId'])}`;
    const [keeper] = (await region.hire(1)) as [string];
    expect(await region.ok('POST', `${path}/assign`, { employeeId: keeper })).toMatchObject({
      assigned: true,
      employeeId: keeper,
    });
    const own = await region.service.token('civil-servant', { employee: keeper });
    expect((await region.ok('GET', 'notices', undefined, own))['items']).toMatchObject([
      { code: 'contingency-review-asked' },
    ]);
    expect(await region.call('POST', `${path}/complete`, { outcome: 'NEW_VERSION', note: 'Disusun' })).toMatchObject({
      status: 409,
      body: { code: 'review-needs-draft' },
    });
    await region.ok('POST', `plans/${plan.planId}/versions`);
    await region.ok('POST', `${path}/complete`, { outcome: 'NEW_VERSION', note: 'Disusun' });
    expect(await reviewsOf()).toEqual([]);
    await region.ok('POST', `plans/${plan.planId}/versions/2/discard`);
    expect(await reviewsOf()).toMatchObject([{ reviewId: review!['reviewId'], outcome: null }]);
    await region.ok('POST', `${path}/complete`, { outcome: 'NO_CHANGE', note: 'Peran sudah diganti' });
  });

  it('explain in readiness what the dictionary has no longer, until the role is mended', async () => {
    await publishDictionary(region, { version: 3, region: '62', codes: [...NINE, { code: 'MAN-98' }] });
    const gone = async () => (await reasons()).find(({ code }) => code === 'readiness.competency-code-unknown');
    await waitUntil('readiness says so', async () => (await gone()) !== undefined);
    expect((await gone())?.['text']).toContain('Petugas radio: kompetensi TEK-RADIO tidak ada dalam kamus');
    const { items } = await region.ok('GET', `plans/${plan.planId}/roles?field=Komunikasi`);
    await region.ok('POST', `roles/${String((items as Body[])[0]!['roleId'])}/change`, role([asks('MAN-03', 2)]));
    expect(await gone()).toBeUndefined();
  });

  it('begin a plan with the codes in force where a template of old codes is taken, and let through what is not known yet', async () => {
    const { hazardId } = await region.ok('POST', 'hazards', hazard({ hazardCode: 'LONGSOR', area: 'Hulu' }));
    const body = { hazardId, title: 'Rencana longsor', leadUnitId: BPBD, templateId };
    const { planId } = await region.ok('POST', 'plans', body);
    const { items } = await region.ok('GET', `plans/${String(planId)}/roles`);
    expect(items).toMatchObject([{ competencies: [asks('MAN-98', 4)] }]);
    const dictionaryId = newId();
    const data = { dictionaryId, dictionaryVersion: 4, successions: [] };
    await region.mapping.publish(CompetencyCodesSucceeded.create({ subject: dictionaryId, data }));
    await waitUntil('a later version holds', async () => (await region.ok('GET', 'competencies'))['whole'] === false);
    expect((await region.call('POST', `plans/${String(planId)}/roles`, role([asks('TEK-BARU', 1)]))).status).toBe(201);
  });
});
