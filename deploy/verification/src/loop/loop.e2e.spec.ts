import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { join } from 'node:path';
import { ChaosFederation } from '../chaos/chaos-federation.js';
import { staffPlan } from './contingency-plan.js';
import { trailOf } from './event-trail.js';
import { SKILL, adoptDictionary, hire, publishDictionary, recordTarget, submitPlan, type Staff } from './government.js';
import {
  attend,
  conclude,
  enrol,
  holdOwnSession,
  openSession,
  propose,
  seats,
  seatsAre,
  today,
} from './joint-session.js';
import { RegionOffice, type Json } from './region-office.js';
import { secondOfficer, signInAs } from './sign-in.js';

const KAPUAS_PEOPLE = 7;
const CITY_PEOPLE = 5;
const DAY = today();
const YEAR = Number(DAY.slice(0, 4));
const MODES = process.env['BETANG_LOOP_MODES']?.split(',') ?? ['all', 'split'];

describe.each(MODES as ('all' | 'split')[])('the loop across a province, mode %s', (mode) => {
  const dir = createWorkFolder('loop');
  let federation: ChaosFederation;
  let province: RegionOffice;
  let kapuas: RegionOffice;
  let city: RegionOffice;
  let target: string;
  let kapuasStaff: Staff;
  let cityStaff: Staff;
  let holder: string;
  let alternate: string;
  let contingencyPlan: string;
  let before: number;
  let risen: number;
  const plans = new Map<string, string>();
  let proposalId: string;
  let sessionId: string;

  beforeAll(async () => {
    federation = await ChaosFederation.start(join(dir, 'regions'), mode, () => 0.5);
    [province, kapuas, city] = federation.regions.map((region) => new RegionOffice(region)) as [
      RegionOffice,
      RegionOffice,
      RegionOffice,
    ];
  }, 180_000);
  afterAll(async () => {
    await federation?.stop();
    await federation?.kill();
    removeWorkFolder(dir);
  }, 60_000);

  let unbroken = true;
  /** One turn of the loop; without the ones before it there is nothing to see. */
  const step = (name: string, work: () => Promise<void>, timeoutMs: number) =>
    it(
      name,
      async () => {
        expect({ stepsBeforeDone: unbroken }).toEqual({ stepsBeforeDone: true });
        unbroken = false;
        await work();
        unbroken = true;
      },
      timeoutMs,
    );
  const line = (office: RegionOffice) => office.region.line!;
  const profile = async (office: RegionOffice, employeeId: string) => {
    const { competencies } = await office.get<{ competencies: Json[] }>(
      'competency-mapping',
      `people/${employeeId}/profile`,
    );
    return competencies.find(({ code }) => code === SKILL.code);
  };
  const figure = async () => Number((await kapuas.get('contingency', `plans/${contingencyPlan}/readiness`))['figure']);
  const reasons = async () => {
    const path = `plans/${contingencyPlan}/readiness`;
    const { components } = await kapuas.get<{ components: { reasons: Json[] }[] }>('contingency', path);
    return components.flatMap((part) => part.reasons.map(({ code }) => code));
  };
  const reported = async (report: string, query: string, key: string) => {
    const { rows } = await province.get<{ rows: Json[] }>('reporting', `reports/${report}?year=${YEAR}&${query}`);
    return rows.find((row) => row['key'] === key)?.['figures'] as Json | undefined;
  };
  const gapsReported = (wanted: Json) =>
    province.until(`the report of gaps has ${JSON.stringify(wanted)}`, async () => {
      const figures = await reported('competency-gaps', 'groupBy=competency&region=62.03', SKILL.code);
      return figures && Object.entries(wanted).every(([name, value]) => figures[name] === value) && figures;
    });
  const readinessReported = (wanted: number) =>
    province.until(`the report of readiness has ${wanted}`, async () => {
      const figures = await reported('readiness', 'groupBy=region', '62.03');
      return figures?.['readinessPercent'] === wanted / 100 && figures;
    });

  step(
    'begins with one dictionary, a standard, an assessment, and a gap that explains itself',
    async () => {
      target = await recordTarget(province, YEAR);
      const dictionaryId = await publishDictionary(province, DAY);
      await Promise.all([kapuas, city].map((office) => adoptDictionary(office, dictionaryId)));
      [kapuasStaff, cityStaff] = await Promise.all([
        hire(kapuas, KAPUAS_PEOPLE, { firstNumber: 1, day: DAY }),
        hire(city, CITY_PEOPLE, { firstNumber: 101, day: DAY }),
      ]);
      [holder, alternate] = kapuasStaff.people as [string, string];
      expect(await profile(kapuas, holder)).toMatchObject({
        ...{ required: SKILL.required, level: SKILL.assessed, gap: 2 },
        evidence: [{ method: 'ASSESSMENT_CENTER', observedOn: DAY, verdict: 'CHOSEN' }],
      });
      await gapsReported({ withGap: KAPUAS_PEOPLE, deficit: 2 * KAPUAS_PEOPLE });
    },
    120_000,
  );

  step(
    'makes a contingency plan unready, which names the competency',
    async () => {
      const role = { unitId: kapuasStaff.agencyId, competencyCode: SKILL.code, level: SKILL.required };
      contingencyPlan = await staffPlan(kapuas, { ...role, holder, alternate, day: DAY });
      before = await figure();
      expect(await reasons()).toEqual(expect.arrayContaining(['readiness.competency-lacking']));
      await readinessReported(before);
    },
    60_000,
  );

  step(
    'becomes a line of each region’s plan, pooled by the province into one joint session',
    async () => {
      for (const office of [kapuas, city])
        plans.set(office.code, await submitPlan(office, YEAR, await secondOfficer(office, 'pejabat-kedua')));
      const pooled = await province.row(
        'competency-mapping',
        `synchronisation/${YEAR}/demand`,
        (item) => item['competencyCode'] === SKILL.code && item['regions'] === 2,
      );
      expect(pooled).toMatchObject({ seats: KAPUAS_PEOPLE + CITY_PEOPLE, overlap: true, level: SKILL.required });
      proposalId = await propose(province, {
        year: YEAR,
        quarter: Number(pooled['quarter']),
        developmentTargetId: target,
      });
      sessionId = await openSession(province, proposalId);
      for (const office of [kapuas, city])
        await office.row(
          'competency-mapping',
          `synchronisation/outcomes?planId=${plans.get(office.code)!}`,
          (item) =>
            item['outcome'] === 'SESSION_OPENED' &&
            item['sessionId'] === sessionId &&
            item['proposalId'] === proposalId,
        );
    },
    90_000,
  );

  step(
    'seats people of both regencies, of whom one asks while it is offline',
    async () => {
      for (const office of [kapuas, city])
        await office.row('training-catalog', 'seat-offers?state=OPEN', (item) => item['sessionId'] === sessionId);
      line(kapuas).cut('silent');
      await enrol(kapuas, sessionId, kapuasStaff.people);
      await enrol(city, sessionId, cityStaff.people.slice(0, 2));
      await seatsAre(city, sessionId, 'ACCEPTED', 2);
      expect(new Set(await seats(kapuas, sessionId))).toEqual(new Set(['REQUESTED']));
      line(kapuas).restore();
      await seatsAre(kapuas, sessionId, 'ACCEPTED', KAPUAS_PEOPLE);
    },
    90_000,
  );

  step(
    'ends for the one region at once and for the other when its line is back, which works on meanwhile',
    async () => {
      const guests = await province.items('training-catalog', `guests?sessionId=${sessionId}&limit=100`);
      await attend(
        province,
        sessionId,
        guests.map(({ enrolmentId }) => String(enrolmentId)),
      );
      line(kapuas).cut('closed');
      await conclude(province, sessionId);
      await seatsAre(city, sessionId, 'PASSED', 2);
      await holdOwnSession(kapuas, target, [alternate]);
      await kapuas.row('training-catalog', `certificates?employeeId=${alternate}`, () => true);
      expect(new Set(await seats(kapuas, sessionId))).toEqual(new Set(['ACCEPTED']));
      expect(await figure()).toBe(before);
      line(kapuas).restore();
      await seatsAre(kapuas, sessionId, 'PASSED', KAPUAS_PEOPLE);
    },
    90_000,
  );

  step(
    'comes home as hours with their certificate, and as evidence that closes the gap',
    async () => {
      const [seat] = await kapuas.items('training-catalog', `enrolments-elsewhere?employeeId=${holder}`);
      const entry = await kapuas.row(
        'learning-hours',
        `people/${holder}/entries`,
        (item) => item['completionId'] === seat!['completionId'],
      );
      expect(entry).toMatchObject({ source: 'TRAINING', certificateNumber: expect.any(String), pathCode: 'KL03' });
      expect(Number(entry['counted'])).toBeGreaterThan(0);
      const gap = await kapuas.until('the gap is closed', async () => {
        const found = await profile(kapuas, holder);
        return found?.['gap'] === 0 && found;
      });
      expect(gap['evidence']).toMatchObject([
        { method: 'TRAINING', verdict: 'CHOSEN', currentLevel: SKILL.required },
        { method: 'ASSESSMENT_CENTER' },
      ]);
    },
    60_000,
  );

  step(
    'raises readiness, with a trail back to the session of the province, and both stand in the province’s reports',
    async () => {
      // The holder's completion and the alternate's arrive one after the other.
      const open = ['readiness.competency-lacking', 'readiness.alternates-missing'];
      await kapuas.until(
        'nobody lacks the competency',
        async () => !(await reasons()).some((reason) => open.includes(String(reason))),
      );
      risen = await figure();
      expect(risen).toBeGreaterThan(before);
      const [change] = await kapuas.items('contingency', `plans/${contingencyPlan}/readiness/history?limit=1`);
      expect(change).toMatchObject({ figure: risen, trigger: 'COMPETENCY_CHANGED' });
      const trail = await trailOf(kapuas.region, String(change!['causeId']), [
        'contingency',
        'competency-mapping',
        'training-catalog',
      ]);
      // What the province reports of a guest comes sealed.
      expect(trail.map(({ region, type }) => `${region} ${type}`)).toEqual([
        '62.03 betang.competency-mapping.competency-profile-changed.v1',
        '62.03 betang.training-catalog.training-completed.v1',
        '62 betang.delivery.directed.v1',
      ]);
      expect([holder, alternate]).toContain(trail[0]!.subject);
      expect(trail[1]!.subject).toBe(trail[0]!.subject);
      await gapsReported({ withGap: 0, deficit: 0, required: KAPUAS_PEOPLE });
      await readinessReported(risen);
      const lineage = `reports/readiness/lineage?year=${YEAR}&groupBy=region&key=62.03`;
      const { sources } = await province.get<{ sources: Json[] }>('reporting', lineage);
      expect(sources).toEqual([expect.objectContaining({ region: '62.03', service: 'contingency' })]);
    },
    90_000,
  );

  step(
    'goes on with a person who moves: hours, certificates and competencies follow, readiness falls behind them',
    async () => {
      const hours = (office: RegionOffice, id: string) =>
        office.get<{ counted: number }>('learning-hours', `people/${id}/years/${YEAR}`);
      const { counted } = await hours(kapuas, alternate);
      const { transferId } = await kapuas.post<{ transferId: string }>('identity', 'transfers/out', {
        ...{ employeeId: alternate, toRegion: '62.71', effectiveOn: DAY, decreeNumber: '800/1' },
      });
      const unit = { unitId: cityStaff.agencyId, positionType: 'EXECUTOR', positionName: 'Analis Kebencanaan' };
      await city.once('identity', `transfers/in/${transferId}/accept`, unit);
      const arrived = await city.until('the person is in service', async () => {
        const { employeeId } = await city.get('identity', `transfers/in/${transferId}`);
        return typeof employeeId === 'string' && employeeId;
      });
      await city.until('the hours follow', async () => (await hours(city, arrived)).counted === counted);
      const entries = await city.items('learning-hours', `people/${arrived}/entries`);
      expect(entries).toHaveLength(2);
      for (const entry of entries)
        expect(entry).toMatchObject({
          source: 'TRANSFER',
          certificateNumber: expect.any(String),
          origin: { formerRegion: '62.03', reference: transferId },
        });
      const known = await city.until('the competency follows', async () => {
        const found = await profile(city, arrived);
        return found?.['gap'] === 0 && found;
      });
      expect(known).toMatchObject({ level: SKILL.required, evidence: [{ method: 'TRAINING' }, {}] });
      const own = await signInAs(city, arrived);
      await city.until('the certificate follows', async () => {
        const certificates = await city.items('training-catalog', 'me/certificates-elsewhere', own);
        return certificates.some(({ originRegion }) => originRegion === '62.03');
      });
      await kapuas.until('readiness falls', async () => (await figure()) < risen);
      expect(await reasons()).toContain('readiness.alternates-missing');
      await readinessReported(await figure());
      await gapsReported({ withGap: 0, required: KAPUAS_PEOPLE - 1 });
    },
    90_000,
  );
});
