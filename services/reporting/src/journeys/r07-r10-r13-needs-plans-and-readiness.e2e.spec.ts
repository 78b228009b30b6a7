import 'reflect-metadata';
import {
  AgencyPublished,
  CompetencyGapStated,
  ContingencyPlanStated,
  DrillStated,
  PlanStateStated,
  ReadinessStated,
  SessionPublished,
  TalentBoxesStated,
  newId,
} from '@betang/contracts';
import { startRegionUnderTest, waitUntil, type RegionUnderTest, type ServiceUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LineageView, ReportView } from '../reports/report.dto.js';
import { fixtureOf } from '../testing/events.js';
import { startReporting, type CallerRole, type RunningReporting } from '../testing/running-reporting.js';

const BPSDM: CallerRole = { role: 'bpsdm-officer', region: '62' };
const CONTINGENCY: CallerRole = { role: 'contingency-officer', region: '62' };
const SERVICES = ['identity', 'competency-mapping', 'contingency', 'training-catalog', 'reporting'] as const;
const [HEALTH, FLOOD, FIRE] = [newId(), newId(), newId()];

// R07: readiness watched all the time; R10: needs as data, not a list of trainings; R13: the state of every region's plan.
describe('what a province watches in its regions', () => {
  let province: RegionUnderTest;
  let kapuas: RegionUnderTest;
  let reporting: RunningReporting;
  let contingency: ServiceUnderTest;
  let competency: ServiceUnderTest;
  let catalogue: ServiceUnderTest;

  beforeAll(async () => {
    province = await startRegionUnderTest('62', { services: [...SERVICES], role: 'hub' });
    kapuas = await startRegionUnderTest('62.03', { services: [...SERVICES], hub: province });
    const identity = await kapuas.service('identity');
    [contingency, competency] = [await kapuas.service('contingency'), await kapuas.service('competency-mapping')];
    catalogue = await kapuas.service('training-catalog');
    const provinceIdentity = await province.service('identity');
    for (const service of [identity, contingency, competency, catalogue, provinceIdentity]) service.start();
    await identity.publish(
      AgencyPublished.create({ subject: HEALTH, data: { agencyId: HEALTH, name: 'Dinas Kesehatan' } }),
    );
    reporting = await startReporting(province);
  }, 120_000);
  afterAll(async () => {
    await reporting?.stop();
    await kapuas?.stop();
    await province?.stop();
  });

  const show = async (report: string, groupBy: string, year = 2026, role = BPSDM) =>
    (await reporting.get<ReportView>(`reports/${report}?year=${year}&groupBy=${groupBy}`, role)).body;
  const rowOf = (report: string, groupBy: string, key: string, year?: number) =>
    waitUntil(
      `${report} of ${key}`,
      async () => (await show(report, groupBy, year)).rows.find((row) => row.key === key),
      { timeoutMs: 40_000 },
    );
  const readinessOf = (planId: string, hazardCode: string, statement: number, figure: number, band: string) =>
    ReadinessStated.create({
      subject: planId,
      data: fixtureOf(ReadinessStated, {
        ...{ planId, hazardCode, statement, figure, nextFigure: null, nextChangeOn: null },
        ...{ band: band as 'READY', lastDrillOn: hazardCode === 'BANJIR' ? null : '2026-03-12' },
      }),
    });

  it('R07: which plans are ready, which only exist on paper, and the least ready of a region', async () => {
    await contingency.publish(
      readinessOf(FIRE, 'KARHUTLA', 1, 9_200, 'READY'),
      readinessOf(FLOOD, 'BANJIR', 1, 3_100, 'NOT_READY'),
    );
    const region = await waitUntil(
      'both plans are stated',
      async () => (await show('readiness', 'region')).rows.find(({ figures }) => figures['plans'] === 2),
      { timeoutMs: 40_000 },
    );
    expect(region).toMatchObject({
      key: '62.03',
      figures: { readinessPercent: 61.5, lowestPercent: 31, ready: 1, notReady: 1, neverDrilled: 1 },
    });
    expect(await rowOf('readiness', 'hazard', 'BANJIR')).toMatchObject({ figures: { plans: 1, neverDrilled: 1 } });
    expect((await show('readiness', 'region')).missing).toEqual(['62']);
    expect((await show('readiness', 'hazard', 2026, CONTINGENCY)).rows).toHaveLength(2);
  });

  it('R07: follows a plan that falls, by the event that says so', async () => {
    await contingency.publish(readinessOf(FIRE, 'KARHUTLA', 2, 5_400, 'PARTLY_READY'));
    await waitUntil(
      'the fall is shown',
      async () => (await show('readiness', 'hazard')).rows.some(({ figures }) => figures['readinessPercent'] === 54),
      { timeoutMs: 40_000 },
    );
    expect((await show('readiness', 'region')).rows[0]!.figures).toMatchObject({ ready: 0, readinessPercent: 42.5 });
    const lineage = await reporting.get<LineageView>(
      'reports/readiness/lineage?year=2026&groupBy=hazard&key=KARHUTLA',
      BPSDM,
    );
    expect(lineage.body.sources).toMatchObject([
      { region: '62.03', service: 'contingency', audience: 'province', eventId: expect.stringMatching(/-7/) },
    ]);
  });

  it('R07: drills, what came of them, and plans whose review is due or whose resources are short', async () => {
    const drill = fixtureOf(DrillStated, { planId: FIRE, startsOn: '2026-03-12' });
    const plan = fixtureOf(ContingencyPlanStated, { planId: FIRE, openReviews: 1, resourceNeeds: 24, resourceGaps: 5 });
    await contingency.publish(
      DrillStated.create({ subject: drill.drillId, data: drill }),
      ContingencyPlanStated.create({ subject: FIRE, data: plan }),
    );
    expect(await rowOf('drills', 'region', '62.03')).toMatchObject({
      figures: { drills: 1, held: 1, drillParticipants: 32, findings: 6, openActions: 3, overdueActions: 1 },
    });
    expect(await rowOf('contingency-plans', 'region', '62.03')).toMatchObject({
      figures: { plans: 1, inForce: 1, reviewsDue: 1, activated: 1, resourceNeeds: 24, resourceGaps: 5 },
    });
    const few = fixtureOf(DrillStated, {
      ...{ drillId: newId(), planId: FLOOD, hazardCode: 'BANJIR', startsOn: '2026-05-02', participants: 3 },
    });
    await contingency.publish(DrillStated.create({ subject: few.drillId, data: few }));
    const small = await rowOf('drills', 'hazard', 'BANJIR');
    expect(small.figures['drillParticipants']).toBeNull();
  });

  it('R10: the gaps by competency and agency, with who is not assessed yet; talent in boxes, none of the few', async () => {
    const [competencyCode, required] = ['MAN-05', 110];
    const gap = fixtureOf(CompetencyGapStated, {
      agencyId: HEALTH,
      // Whom nobody has assessed has a gap too: 20 of the 80 who were, and 30 others.
      competencies: [{ competencyCode, required, assessed: 80, withGap: 50, deficit: 68 }],
    });
    const boxes = fixtureOf(TalentBoxesStated, { agencyId: HEALTH, year: 2026 });
    await competency.publish(
      CompetencyGapStated.create({ subject: HEALTH, data: gap }),
      TalentBoxesStated.create({ subject: HEALTH, data: boxes }),
    );
    expect(await rowOf('competency-gaps', 'competency', 'MAN-05')).toMatchObject({
      figures: { required, assessed: 80, withGap: 50, deficit: 68, withGapPercent: 45.4 },
    });
    const agencies = await show('competency-gaps', 'agency');
    expect(agencies.rows).toMatchObject([{ title: 'Dinas Kesehatan', region: '62.03' }]);
    const third = await rowOf('talent', 'box', '3');
    expect(third.figures).toMatchObject({ people: null, withheldBoxes: 1 });
    expect((await rowOf('talent', 'region', '62.03')).figures['talentPool']).toBe(21);
  });

  it('R10: no table laid beside another tells of the few of whom a competency is asked', async () => {
    const [large, small] = [newId(), newId()];
    const asked = (competencyCode: string, required: number) => ({
      ...{ competencyCode, required, assessed: required, withGap: required, deficit: required },
    });
    const gaps = (agencyId: string, ...competencies: ReturnType<typeof asked>[]) =>
      CompetencyGapStated.create({
        subject: agencyId,
        data: fixtureOf(CompetencyGapStated, { agencyId, people: 40, competencies }),
      });
    // Two people of one agency alone, then three and four of two agencies.
    await competency.publish(
      gaps(large, asked('TEK-ALONE', 2), asked('TEK-BOTH', 3), asked('TEK-MANY', 30)),
      gaps(small, asked('TEK-BOTH', 4), asked('TEK-MANY', 6)),
    );
    const ask = async (query: string) =>
      (await reporting.get<ReportView>(`reports/competency-gaps?year=2026&${query}`, BPSDM)).body;
    const required = async (query: string, key: string) =>
      (await ask(query)).rows.find((row) => row.key === key)?.figures['required'] ?? null;
    await rowOf('competency-gaps', 'competency', 'TEK-MANY');
    await waitUntil('both agencies are in', async () => (await required('groupBy=competency', 'TEK-MANY')) === 36);
    for (const place of ['', '&region=62.03', `&agencyId=${large}`])
      expect(await required(`groupBy=competency${place}`, 'TEK-ALONE')).toBeNull();
    for (const agencyId of [large, small])
      expect(await required(`groupBy=competency&agencyId=${agencyId}`, 'TEK-BOTH')).toBeNull();
    expect(await required('groupBy=competency&region=62.03', 'TEK-BOTH')).toBe(7);
    expect(await required('groupBy=agency', large)).toBe(30);
    expect(await required('groupBy=agency', small)).toBe(6);
    const whole = await ask('groupBy=competency&region=62.03');
    const added = whole.rows.reduce((sum, { figures }) => sum + (figures['required'] ?? 0), 0);
    expect(whole.total!.figures['required']).toBe(added);
    expect(await required('groupBy=region', '62.03')).toBe(added);
    expect(whole.rows.find(({ key }) => key === 'TEK-ALONE')).toMatchObject({ suppressed: true, partial: true });
  });

  it('R10: lays what is needed beside the seats of the year, each down to its event, and none for what was called off', async () => {
    const session = (revision: number, capacity: number, state: 'OPEN' | 'CANCELLED', sessionId: string) =>
      SessionPublished.create({
        subject: sessionId,
        data: fixtureOf(SessionPublished, {
          ...{ sessionId, revision, capacity, state, kind: 'TRAINING', organiserRegion: '62.03' },
          ...{ startsOn: '2026-09-01', endsOn: '2026-09-03', competencies: [{ code: 'TEK-MANY', level: 3 }] },
        }),
      });
    const [first, second] = [newId(), newId()];
    await catalogue.publish(session(1, 20, 'OPEN', first), session(1, 9, 'OPEN', second));
    const row = (seats: number) =>
      waitUntil(`${seats} seats`, async () =>
        (await show('needs-supply', 'competency')).rows.find(
          ({ key, figures }) => key === 'TEK-MANY' && figures['seats'] === seats,
        ),
      );
    expect((await row(29)).figures).toEqual({ needed: 36, sessions: 2, seats: 29, uncovered: 7, coveredPercent: 80.5 });
    await catalogue.publish(session(2, 9, 'CANCELLED', second));
    expect((await row(20)).figures).toMatchObject({ sessions: 1, uncovered: 16 });
    const { body } = await reporting.get<LineageView>('reports/needs-supply/lineage?year=2026&key=TEK-MANY', BPSDM);
    expect(body.sources.map(({ service }) => service).sort()).toEqual([
      'competency-mapping',
      'competency-mapping',
      'training-catalog',
    ]);
    const report = await show('needs-supply', 'competency');
    expect(report.rows.find(({ key }) => key === 'TEK-ALONE')).toMatchObject({
      figures: { needed: null, uncovered: null, coveredPercent: null },
    });
    expect(report.total).toBeUndefined();
  });

  it('R13: in which state the plan of each region is, what it asks for, and whose is missing', async () => {
    const plan = fixtureOf(PlanStateStated, { planId: newId() });
    await competency.publish(PlanStateStated.create({ subject: plan.planId, data: plan }));
    expect(await rowOf('plans', 'region', '62.03', 2027)).toMatchObject({
      figures: { plans: 1, returned: 1, lines: 14, plannedPeople: 310, plannedJp: 12_400, plannedCost: 1_240_000_000 },
    });
    const byState = await show('plans', 'state', 2027);
    expect(byState.rows.map(({ key }) => key)).toEqual(['VALIDATED']);
    expect(byState.missing).toEqual(['62']);
    const file = await reporting.get<{ text: string }>('reports/plans/file?year=2027&groupBy=region&format=csv', BPSDM);
    expect(file.body.text).toContain('Kapuas');
  });
});
