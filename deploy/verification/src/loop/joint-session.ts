import { waitUntil } from '@betang/testing';
import { SKILL } from './government.js';
import type { Json, RegionOffice } from './region-office.js';

const ZONE_HOURS = 7;

/** What the province pools, proposes and opens. */
export interface Proposal {
  readonly year: number;
  readonly quarter: number;
  readonly developmentTargetId: string;
}

/** The region's day, Western Indonesia Time. */
export function today(): string {
  return new Date(Date.now() + ZONE_HOURS * 3_600_000).toISOString().slice(0, 10);
}

/** The province's proposal out of the pooled demand; training-catalog knows of it when this resolves. Answers its id. */
export async function propose(
  province: RegionOffice,
  { year, quarter, developmentTargetId }: Proposal,
): Promise<string> {
  const { proposalId } = await province.post<{ proposalId: string }>(
    'competency-mapping',
    'synchronisation/proposals',
    {
      ...{ year, quarter, developmentTargetId, competencyCode: SKILL.code, level: SKILL.required },
      title: 'Pengendalian kebakaran lahan gambut (rekaan)',
      pathCode: 'KL03',
      delivery: 'CLASSICAL',
      organiser: 'BPSDM Provinsi',
      hours: 2400,
      curriculumStandard: 'LAN',
    },
  );
  await province.row('training-catalog', 'joint-sessions?state=OPEN', (item) => item['proposalId'] === proposalId);
  return proposalId;
}

/** Programme, session, quotas and offer in one step, today. Answers the session's id. */
export async function openSession(province: RegionOffice, proposalId: string): Promise<string> {
  const day = today();
  const opened = await province.once('training-catalog', `joint-sessions/${proposalId}/open`, {
    ...{ startsOn: day, endsOn: day, requestUntil: day, place: 'Palangka Raya' },
  });
  const sessionId = String(opened['sessionId']);
  const { programmeId } = await province.get('training-catalog', `sessions/${sessionId}`);
  await rule(province, String(programmeId));
  return sessionId;
}

/** What a region trains its own people in; two that are alike would be refused as an overlap. */
export interface OwnTraining {
  readonly developmentTargetId: string;
  readonly title: string;
  readonly competencyCode: string;
}

/** A session of the region's own, from the programme to the certificates, which needs no line to anybody. */
export async function holdOwnSession(
  office: RegionOffice,
  { developmentTargetId, title, competencyCode }: OwnTraining,
  employeeIds: readonly string[],
): Promise<void> {
  const day = today();
  const { programmeId } = await office.post<{ programmeId: string }>('training-catalog', 'programmes', {
    ...{ title, pathCode: 'KL03', delivery: 'CLASSICAL', hoursHundredths: 800 },
    ...{ meetings: 1, organiser: `BKPSDM ${office.code}`, developmentTargetId, targetGroups: ['EXECUTOR'] },
    ...{ competencies: [{ code: competencyCode, level: 2 }], modules: [], trainers: [], fundingPattern: 'APBD' },
    ...{ costPerParticipant: 0, fixedCost: 0 },
  });
  await office.post('training-catalog', `programmes/${programmeId}/publish`);
  await rule(office, programmeId);
  const session = { programmeId, startsOn: day, endsOn: day, place: 'Kuala Kapuas', capacity: 10, approvals: [] };
  const { sessionId } = await office.once<{ sessionId: string }>('training-catalog', 'sessions', session);
  const { items } = await office.post<{ items: Json[] }>('training-catalog', `sessions/${sessionId}/nominations`, {
    employeeIds,
  });
  await attend(
    office,
    sessionId,
    items.map(({ enrolmentId }) => String(enrolmentId)),
  );
  await conclude(office, sessionId);
}

/** Seats in the province's session for people of this region. */
export async function enrol(office: RegionOffice, sessionId: string, people: readonly string[]): Promise<void> {
  for (const employeeId of people)
    await office.once('training-catalog', 'enrolments-elsewhere', { sessionId, employeeId });
}

/** How the seats of these people stand, in the words of their own region. */
export async function seats(office: RegionOffice, sessionId: string): Promise<string[]> {
  const items = await office.items('training-catalog', `enrolments-elsewhere?sessionId=${sessionId}&limit=100`);
  return items.map(({ state }) => String(state));
}

export function seatsAre(office: RegionOffice, sessionId: string, state: string, count: number): Promise<unknown> {
  return office.until(`${count} seats ${state}`, async () => {
    const states = await seats(office, sessionId);
    return states.length === count && states.every((one) => one === state);
  });
}

/** One meeting in which all of them are present. */
export async function attend(office: RegionOffice, sessionId: string, enrolmentIds: readonly string[]): Promise<void> {
  const dayBegan = Date.parse(`${today()}T00:00:00+07:00`);
  const startsAt = Math.max(dayBegan, Date.now() - 3_600_000);
  const meeting = await office.post('training-catalog', `sessions/${sessionId}/meetings`, {
    ...{ topic: 'Praktik lapangan', mode: 'ONSITE', place: 'Lapangan' },
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(Math.max(startsAt + 1_000, Date.now() - 60_000)).toISOString(),
  });
  const entries = enrolmentIds.map((enrolmentId) => ({ enrolmentId, state: 'PRESENT', reason: 'Daftar hadir' }));
  await office.post('training-catalog', `meetings/${String(meeting['meetingId'])}/attendance`, { entries });
}

export async function conclude(office: RegionOffice, sessionId: string): Promise<void> {
  await office.post('training-catalog', `sessions/${sessionId}/conclude`);
}

/** Whoever attended has passed, and gets a certificate. */
async function rule(office: RegionOffice, programmeId: string): Promise<void> {
  const shares = { minAttendance: 8000, maxExcused: 0, allAssignments: false };
  const body = { programmeId, validFrom: today(), ...shares, certificate: true, basis: 'Ketentuan (rekaan)' };
  await waitUntil('a rule to pass by', async () => office.post('training-catalog', 'pass-rules', body));
}
