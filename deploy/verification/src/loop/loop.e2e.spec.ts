import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { join } from 'node:path';
import { ChaosFederation } from '../chaos/chaos-federation.js';
import { causesBack, newestEvent, newestHeard } from './cause-chain.js';
import { staffPlan } from './contingency-plan.js';
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
  let fallen: number;
  let arrived: string;
  let transferId: string;
  let hoursBefore: number;
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
  const closed = (office: RegionOffice, employeeId: string) =>
    office.until('the gap is closed', async () => {
      const found = await profile(office, employeeId);
      return found?.['gap'] === 0 && found;
    });
  const causes = (office: RegionOffice, eventId: unknown) =>
    causesBack([province, kapuas, city], office, String(eventId));
  /** The event that brought the evidence on which the level rests. */
  const eventOf = (competency: Json) => (competency['evidence'] as Json[])[0]!['eventId'];
  /** The seat is told of as passed; its completion may be another event. */
  const completedElsewhere = (employeeId: string) =>
    kapuas.row('training-catalog', `enrolments-elsewhere?employeeId=${employeeId}`, (seat) =>
      Boolean(seat['completionId']),
    );
  const hours = async (office: RegionOffice, id: string) =>
    Number((await office.get('learning-hours', `people/${id}/years/${YEAR}`))['counted']);
  const lastChange = async () => {
    const [change] = await kapuas.items('contingency', `plans/${contingencyPlan}/readiness/history?limit=1`);
    return change!;
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
  const gapsReported = (office: RegionOffice, wanted: Json) =>
    province.until(`the report of gaps of ${office.code} has ${JSON.stringify(wanted)}`, async () => {
      const figures = await reported('competency-gaps', `groupBy=competency&region=${office.code}`, SKILL.code);
      return figures && Object.entries(wanted).every(([name, value]) => figures[name] === value) && figures;
    });
  /** Where the one statement that a figure of a report rests on comes from. */
  const reportCauses = async (report: string, query: string, key: string) => {
    const lineage = `reports/${report}/lineage?year=${YEAR}&${query}&key=${key}`;
    const { sources } = await province.get<{ sources: Json[] }>('reporting', lineage);
    expect(sources).toEqual([expect.objectContaining({ region: '62.03' })]);
    return causes(province, sources[0]!['eventId']);
  };
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
      await gapsReported(kapuas, { withGap: KAPUAS_PEOPLE, deficit: 2 * KAPUAS_PEOPLE });
      await gapsReported(city, { withGap: CITY_PEOPLE, required: CITY_PEOPLE });
      // The first cause of it all is what an assessor did.
      const changed = await newestEvent(kapuas, 'competency-mapping', 'competency-profile-changed', holder);
      expect(await causes(kapuas, changed)).toEqual(['62.03 competency-mapping.competency-profile-changed']);
      expect(await reportCauses('competency-gaps', 'groupBy=competency&region=62.03', SKILL.code)).toEqual([
        '62.03 competency-mapping.competency-gap-stated',
        '62.03 competency-mapping.competency-gap-stated-at-home',
      ]);
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
      expect(await lastChange()).toMatchObject({ figure: before, trigger: 'ROLES_CHANGED' });
      expect(await reportCauses('readiness', 'groupBy=region', '62.03')).toEqual([
        '62.03 contingency.readiness-stated',
        '62.03 contingency.readiness-changed',
      ]);
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
      const opened = await newestEvent(province, 'training-catalog', 'session-opened', sessionId);
      expect(await causes(province, opened)).toEqual([
        '62 training-catalog.session-opened',
        '62 competency-mapping.joint-session-proposed',
      ]);
      for (const office of [kapuas, city]) {
        const decided = await newestHeard(office, 'competency-mapping', 'competency-mapping.plan-line-decided');
        expect(await causes(office, decided)).toEqual(['62 competency-mapping.plan-line-decided']);
      }
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
      const decided = await newestHeard(kapuas, 'training-catalog', 'delivery.directed');
      // The answer, and what was asked.
      expect(await causes(kapuas, decided)).toEqual(['62 delivery.directed', '62.03 delivery.directed']);
    },
    90_000,
  );

  step(
    'goes on without a person of the plan who moves to the other regency: readiness falls, and the record so far follows',
    async () => {
      const ethics = { title: 'Etika pelayanan publik (rekaan)', competencyCode: 'MAN-01' };
      await holdOwnSession(kapuas, { developmentTargetId: target, ...ethics }, [holder]);
      hoursBefore = await kapuas.until('the hours of an own session count', async () => {
        const counted = await hours(kapuas, holder);
        return counted > 0 && counted;
      });
      ({ transferId } = await kapuas.post<{ transferId: string }>('identity', 'transfers/out', {
        ...{ employeeId: holder, toRegion: '62.71', effectiveOn: DAY, decreeNumber: '800/1' },
      }));
      const unit = { unitId: cityStaff.agencyId, positionType: 'EXECUTOR', positionName: 'Analis Kebencanaan' };
      await city.once('identity', `transfers/in/${transferId}/accept`, unit);
      arrived = await city.until('the person is in service', async () => {
        const { employeeId } = await city.get('identity', `transfers/in/${transferId}`);
        return typeof employeeId === 'string' && employeeId;
      });
      await city.until('the hours follow', async () => (await hours(city, arrived)) === hoursBefore);
      const entries = await city.items('learning-hours', `people/${arrived}/entries`);
      expect(entries).toEqual([
        expect.objectContaining({
          source: 'TRANSFER',
          certificateNumber: expect.any(String),
          origin: expect.objectContaining({ formerRegion: '62.03', reference: transferId }),
        }),
      ]);
      const known = await city.until('the competency follows, with its gap', async () => {
        const found = await profile(city, arrived);
        return found?.['level'] === SKILL.assessed && found['gap'] === 2 && found;
      });
      const origin = { region: '62.03', handedOverBy: '62.03', transferId };
      expect(known).toMatchObject({ gap: 2, evidence: [{ method: 'ASSESSMENT_CENTER', source: 'TRANSFER', origin }] });
      expect(await causes(city, eventOf(known))).toEqual(['62.03 delivery.directed']);
      const own = await signInAs(city, arrived);
      await city.until('the certificate follows', async () => {
        const certificates = await city.items('training-catalog', 'me/certificates-elsewhere', own);
        return certificates.some(({ originRegion }) => originRegion === '62.03');
      });
      await kapuas.until('readiness falls, and says that its holder left', async () => {
        const told = new Set(await reasons());
        return (await figure()) < before && told.has('readiness.holder-left') && told.has('readiness.people-missing');
      });
      fallen = await figure();
      const change = await lastChange();
      expect(change).toMatchObject({ figure: fallen, previousFigure: before, trigger: 'PERSON_LEFT' });
      // The other region took the person over, as it was asked to.
      const moved = ['62.03 identity.employee-left', '62.71 delivery.directed', '62.03 delivery.directed'];
      expect(await causes(kapuas, change['causeId'])).toEqual(moved);
      await readinessReported(fallen);
      expect(await reportCauses('readiness', 'groupBy=region', '62.03')).toEqual([
        '62.03 contingency.readiness-stated',
        '62.03 contingency.readiness-changed',
        ...moved,
      ]);
      await gapsReported(kapuas, { withGap: KAPUAS_PEOPLE - 1, required: KAPUAS_PEOPLE - 1 });
      await gapsReported(city, { withGap: CITY_PEOPLE + 1, required: CITY_PEOPLE + 1 });
    },
    120_000,
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
      const archives = { title: 'Pengelolaan arsip digital (rekaan)', competencyCode: 'MAN-05' };
      await holdOwnSession(kapuas, { developmentTargetId: target, ...archives }, [alternate]);
      await kapuas.row('training-catalog', `certificates?employeeId=${alternate}`, () => true);
      expect(new Set(await seats(kapuas, sessionId))).toEqual(new Set(['ACCEPTED']));
      expect(await figure()).toBe(fallen);
      line(kapuas).restore();
      await seatsAre(kapuas, sessionId, 'PASSED', KAPUAS_PEOPLE);
    },
    90_000,
  );

  step(
    'comes home as hours with their certificate, and as evidence that closes the gap',
    async () => {
      const seat = await completedElsewhere(alternate);
      const entry = await kapuas.row(
        'learning-hours',
        `people/${alternate}/entries`,
        (item) => item['completionId'] === seat['completionId'],
      );
      expect(entry).toMatchObject({ source: 'TRAINING', certificateNumber: expect.any(String), pathCode: 'KL03' });
      expect(Number(entry['counted'])).toBeGreaterThan(0);
      const gap = await closed(kapuas, alternate);
      expect(gap['evidence']).toMatchObject([
        { method: 'TRAINING', verdict: 'CHOSEN', currentLevel: SKILL.required, origin: null },
        { method: 'ASSESSMENT_CENTER' },
      ]);
      // What the province reports of a guest comes sealed.
      const reported = ['62.03 training-catalog.training-completed', '62 delivery.directed'];
      expect(await causes(kapuas, eventOf(gap))).toEqual(reported);
      const booked = await newestEvent(kapuas, 'learning-hours', 'hours-recorded', alternate);
      expect(await causes(kapuas, booked)).toEqual(['62.03 learning-hours.hours-recorded', ...reported]);
    },
    60_000,
  );

  step(
    'follows the one who moved to the new home: hours and evidence count there, and say by which region and which event',
    async () => {
      const completion = (await completedElsewhere(holder))['completionId'];
      const entry = await city.row(
        'learning-hours',
        `people/${arrived}/entries`,
        ({ origin }) => (origin as Json | null)?.['originCompletionId'] === completion,
      );
      expect(entry).toMatchObject({
        ...{ source: 'TRANSFER', certificateNumber: expect.any(String) },
        origin: { formerRegion: '62.03', reference: transferId },
      });
      const both = hoursBefore + Number(entry['counted']);
      expect(both).toBeGreaterThan(hoursBefore);
      expect([await hours(city, arrived), await hours(kapuas, holder)]).toEqual([both, both]);
      const gap = await closed(city, arrived);
      const origin = { region: '62.03', handedOverBy: '62.03', transferId };
      expect(gap['evidence']).toMatchObject([
        { method: 'TRAINING', verdict: 'CHOSEN', source: 'TRANSFER', origin: { ...origin, recordId: completion } },
        { method: 'ASSESSMENT_CENTER', source: 'TRANSFER', origin },
      ]);
      const reported = ['62.03 training-catalog.training-completed', '62 delivery.directed'];
      expect(await causes(city, eventOf(gap))).toEqual([
        '62.03 delivery.directed',
        '62.03 competency-mapping.competency-profile-changed',
        ...reported,
      ]);
      const booked = await newestEvent(city, 'learning-hours', 'hours-recorded', arrived);
      expect(await causes(city, booked)).toEqual([
        '62.71 learning-hours.hours-recorded',
        '62.03 delivery.directed',
        '62.03 learning-hours.hours-recorded',
        ...reported,
      ]);
      await gapsReported(city, { withGap: CITY_PEOPLE - 2, required: CITY_PEOPLE + 1 });
    },
    60_000,
  );

  step(
    'raises readiness above where the move left it, and both stand in the province’s reports',
    async () => {
      await kapuas.until(
        'the alternate is able',
        async () => !(await reasons()).some((reason) => reason === 'readiness.alternates-missing'),
      );
      const risen = await figure();
      expect(risen).toBeGreaterThan(fallen);
      expect(await reasons()).toContain('readiness.people-missing');
      const change = await lastChange();
      expect(change).toMatchObject({ figure: risen, previousFigure: fallen, trigger: 'COMPETENCY_CHANGED' });
      await gapsReported(kapuas, { withGap: 0, deficit: 0, required: KAPUAS_PEOPLE - 1 });
      await readinessReported(risen);
      // From a figure of the province's report, over three regions' events, back to the end of its own session.
      expect(await reportCauses('readiness', 'groupBy=region', '62.03')).toEqual([
        '62.03 contingency.readiness-stated',
        '62.03 contingency.readiness-changed',
        '62.03 competency-mapping.competency-profile-changed',
        '62.03 training-catalog.training-completed',
        '62 delivery.directed',
      ]);
    },
    90_000,
  );
});
