import type { Role, ServiceName } from '@betang/platform';
import type { Json, OfficerDesk } from './officer-desk.js';

/** An agency (perangkat daerah) with a record of every kind that belongs to it or to somebody in it. All invented. */
export interface AgencyUnderTest {
  readonly agencyId: string;
  /** Head of the agency and supervisor of the others. */
  readonly chief: string;
  readonly person: string;
  /** Whatever tells who its people are: ids, names, numbers. */
  readonly marks: readonly string[];
  /** `<service>:<collection or parameter>` of a path -> id of the agency's own record. */
  readonly ids: Map<string, string>;
}

export interface AgencyPlan {
  readonly name: string;
  /** Distinguishes names and numbers; 1 to 9. */
  readonly digit: number;
  readonly developmentTargetId: string;
  readonly day: string;
}

const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
const NAMES = ['Dinarti', 'Rusman', 'Mina', 'Uria', 'Lesni'];
/** Unlike each other: what resembles another programme is not published. */
const TRAININGS: Readonly<Record<number, { title: string; pathCode: string; competency: string }>> = {
  1: { title: 'Pengelolaan arsip dinamis', pathCode: 'KL03', competency: 'MAN-05' },
  2: { title: 'Perundingan antarbudaya', pathCode: 'KL05', competency: 'SOS-01' },
};
const LAST_NAMES: Readonly<Record<number, string>> = { 1: 'Sangalangkebun', 2: 'Uhingrawa' };

/** Builds the agency by what its officers and people do over HTTP. */
export async function buildAgency(desk: OfficerDesk, plan: AgencyPlan): Promise<AgencyUnderTest> {
  const ids = new Map<string, string>();
  const marks: string[] = [];
  const { unitId: agencyId } = (await desk.post('identity', 'units', { name: plan.name })) as { unitId: string };
  const people: string[] = [];
  for (const [index, first] of NAMES.entries()) {
    const name = `${first} ${LAST_NAMES[plan.digit]}`;
    const employeeNumber = `1986092620150510${plan.digit}${index + 1}`;
    const employee = { employeeNumber, name, employmentStatus: 'PNS', unitId: agencyId, positionType: 'EXECUTOR' };
    const { employeeId } = (await desk.post('identity', 'employees', { ...employee, positionName: 'Analis' })) as Json;
    people.push(String(employeeId));
    marks.push(String(employeeId), name, employeeNumber);
  }
  const [chief, person] = people as [string, string];
  const token = (role: Role, employee: string) =>
    desk.running.token(role, { unit: agencyId, employee, subject: `account-${employee}` });
  const build: Building = {
    ...{ desk, plan, agencyId, chief, person, ids, colleagues: people.slice(2) },
    supervisor: await token('supervisor', chief),
    own: await desk.running.token('civil-servant', { employee: person, subject: `account-${person}` }),
  };
  await identityRecords(build, people[2]!);
  await competencyRecords(build);
  await trainingRecords(build);
  await hourRecords(build);
  await contingencyRecords(build);
  ids.set('reporting:agencies', agencyId).set('reporting:people', person);
  return { agencyId, chief, person, marks, ids };
}

interface Building {
  readonly desk: OfficerDesk;
  readonly plan: AgencyPlan;
  readonly agencyId: string;
  readonly chief: string;
  readonly person: string;
  readonly colleagues: readonly string[];
  readonly ids: Map<string, string>;
  readonly supervisor: string;
  readonly own: string;
}

function keep({ ids }: Building, service: ServiceName, collection: string, id: unknown): string {
  ids.set(`${service}:${collection}`, String(id));
  return String(id);
}

async function identityRecords(build: Building, third: string): Promise<void> {
  const { desk, agencyId, chief, person, own, plan } = build;
  const units = await desk.call('GET', 'identity', `units/${agencyId}`);
  await desk.taken('PUT', 'identity', `units/${agencyId}/head`, {
    body: { employeeId: chief },
    headers: { 'if-match': units.headers.get('etag') ?? '' },
  });
  keep(build, 'identity', 'units', agencyId);
  keep(build, 'identity', 'employees', person);
  const { headers } = await desk.call('GET', 'identity', `employees/${third}`);
  await desk.taken('PATCH', 'identity', `employees/${third}`, {
    body: { sex: 'FEMALE', reason: 'Menurut akta (rekaan)' },
    headers: { 'if-match': headers.get('etag') ?? '' },
  });
  await desk.post('identity', 'me/correction-requests', { field: 'name', text: 'Ejaan nama keliru' }, own);
  keep(build, 'identity', 'corrections', await desk.first('identity', `corrections?under=${agencyId}`, 'correctionId'));
  const account = { loginName: `pegawai.rekaan.${plan.digit}`, displayName: 'Akun rekaan', employeeId: person };
  const { accountId } = await desk.post('identity', 'accounts', account, await desk.running.token('operator'));
  keep(build, 'identity', 'accounts', accountId);
}

async function competencyRecords(build: Building): Promise<void> {
  const { desk, agencyId, person, own, supervisor, plan, colleagues } = build;
  const at = 'competency-mapping';
  const results = [{ code: 'MAN-05', level: 1 }];
  const assessment = { method: 'ASSESSMENT_CENTER', assessor: 'UPT Penilaian (rekaan)', observedOn: plan.day, results };
  const { assessmentId } = await desk.once(at, 'assessments', { employeeId: person, ...assessment });
  keep(build, at, 'assessments', assessmentId);
  const file = await desk.upload(at, `assessments/${String(assessmentId)}/evidence`, PDF, {});
  keep(build, at, 'evidence', file['sha256']);
  keep(build, at, 'people', person);
  const asked = { employeeId: person, peerIds: colleagues, competencyCodes: ['MAN-02'], dueOn: plan.day };
  keep(build, at, 'peer-requests', (await desk.once(at, 'peer-requests', asked))['requestId']);
  const year = Number(plan.day.slice(0, 4));
  const item = { competencyCode: 'MAN-05', level: 2, pathCode: 'KL03', activity: 'Pelatihan', quarter: 1, hours: 800 };
  await desk.post(at, `individual-plans/me/${year}`, { items: [item] }, own);
  const submitted = await desk.post(at, `individual-plans/me/${year}/submit`, {}, own);
  keep(build, at, 'individual-plans', submitted['individualPlanId']);
  keep(build, at, 'items', ((submitted['items'] as Json[])[0] ?? {})['itemId']);
  const annual = { kind: 'ANNUAL', title: `Rencana ${plan.name}`, firstYear: year + 1, agencyId };
  const { planId } = await desk.post(at, 'plans', annual);
  keep(build, at, 'plans', planId);
  const line = {
    ...{ competencyCode: 'MAN-05', level: 2, targetGroup: 'Pelaksana', people: 3, form: 'CLASSICAL', pathCode: 'KL03' },
    ...{ organiser: 'BKPSDM', quarter: 2, curriculumStandard: 'LAN', budget: 1_000_000, hours: 800, year: year + 1 },
    ...{ developmentTargetId: plan.developmentTargetId, urgency: 3, agencyId },
  };
  const { lineId } = await desk.post(at, `plans/${String(planId)}/lines`, line);
  keep(build, at, 'lines', lineId);
  const need = { competencyCode: 'MAN-08', level: 2, people: 2, unitId: agencyId, severity: 'LOW', title: 'Kebutuhan' };
  const { needId } = await desk.post(at, 'needs/raised', need, supervisor);
  keep(build, at, 'raised', needId);
  const standard = {
    scope: 'POSITION',
    title: `Analis ${plan.name}`,
    agencyId,
    levels: { 'MAN-05': 2 },
    legalBasis: 'Contoh',
  };
  const { standardId } = await desk.post(at, 'standards', standard);
  keep(build, at, 'standards', standardId);
}

async function trainingRecords(build: Building): Promise<void> {
  const { desk, person, own, plan } = build;
  const at = 'training-catalog';
  const training = TRAININGS[plan.digit]!;
  const { programmeId } = await desk.once(at, 'programmes', {
    ...{ title: training.title, pathCode: training.pathCode, delivery: 'CLASSICAL', hoursHundredths: 800 },
    ...{ meetings: 1, organiser: 'BKPSDM', developmentTargetId: plan.developmentTargetId, targetGroups: ['EXECUTOR'] },
    ...{ competencies: [{ code: training.competency, level: 2 }], modules: [], trainers: [], fundingPattern: 'APBD' },
    ...{ costPerParticipant: 0, fixedCost: 0 },
  });
  await desk.once(at, `programmes/${String(programmeId)}/publish`);
  keep(build, at, 'programmes', programmeId);
  keep(build, at, 'catalogue', programmeId);
  keep(build, at, 'programme-evaluations', programmeId);
  const rule = { minAttendance: 8000, maxExcused: 0, allAssignments: false, certificate: true, basis: 'Contoh' };
  await desk.post(at, 'pass-rules', { programmeId, validFrom: plan.day, ...rule });
  const session = {
    programmeId,
    startsOn: plan.day,
    endsOn: plan.day,
    place: 'Kuala Kapuas',
    capacity: 5,
    approvals: [],
  };
  const held = await enrolled(build, session);
  const now = Date.now();
  const meeting = await desk.post(at, `sessions/${held.sessionId}/meetings`, {
    ...{ topic: 'Praktik', mode: 'ONSITE', place: 'Aula' },
    startsAt: new Date(now - 60_000).toISOString(),
    endsAt: new Date(now - 30_000).toISOString(),
  });
  keep(build, at, 'meetings', meeting['meetingId']);
  const entries = [{ enrolmentId: held.enrolmentId, state: 'PRESENT', reason: 'Daftar hadir' }];
  await desk.post(at, `meetings/${String(meeting['meetingId'])}/attendance`, { entries });
  await desk.post(at, `sessions/${held.sessionId}/conclude`);
  keep(build, at, 'certificates', await desk.first(at, `certificates?employeeId=${person}`, 'certificateId'));
  keep(build, at, 'completions', await desk.first(at, `completions?employeeId=${person}`, 'completionId'));
  const open = await enrolled(build, session);
  keep(build, at, 'sessions', open.sessionId);
  keep(build, at, 'enrolments', open.enrolmentId);
  const assignment = await desk.post(at, `sessions/${open.sessionId}/assignments`, {
    ...{
      title: 'Tugas',
      instructions: 'Susun rencana.',
      dueAt: new Date(now + 3_600_000).toISOString(),
      form: 'EITHER',
    },
    rubric: [{ criterion: 'isi', maxPoints: 100 }],
  });
  keep(build, at, 'assignments', assignment['assignmentId']);
  const path = `me/assignments/${String(assignment['assignmentId'])}/submissions`;
  const submission = await desk.upload(at, path, PDF, { text: 'Terlampir' }, own);
  keep(build, at, 'submissions', submission['submissionId']);
  const asked = await desk.post(at, 'sessions', { ...session, selfEnrolment: true, approvals: ['SUPERVISOR'] });
  await desk.post(at, `me/sessions/${String(asked['sessionId'])}/enrolment`, {}, own);
}

async function enrolled(
  { desk, person }: Building,
  session: Json,
): Promise<{ sessionId: string; enrolmentId: string }> {
  const { sessionId } = await desk.once('training-catalog', 'sessions', session);
  const nominated = await desk.post('training-catalog', `sessions/${String(sessionId)}/nominations`, {
    employeeIds: [person],
  });
  const [row] = nominated['items'] as Json[];
  return { sessionId: String(sessionId), enrolmentId: String(row!['enrolmentId']) };
}

async function hourRecords(build: Building): Promise<void> {
  const { desk, own, person, plan, ids } = build;
  const at = 'learning-hours';
  const claim = {
    ...{ title: `Webinar ${plan.name}`, organiser: 'Lembaga Rekaan', pathCode: 'KL06', scope: 'NATIONAL' },
    ...{ quantityHundredths: 100, startedOn: plan.day, completedOn: plan.day },
  };
  const { claimId } = await desk.once(at, 'me/claims', claim, own);
  keep(build, at, 'claims', claimId);
  await desk.upload(at, `me/claims/${String(claimId)}/evidence`, PDF + plan.digit, {}, own);
  const { body } = await desk.call('GET', at, `me/claims/${String(claimId)}`, { as: own });
  keep(build, at, 'evidence', (body['evidence'] as Json[])[0]!['sha256']);
  await desk.post(at, `me/claims/${String(claimId)}/submit`, {}, own);
  keep(build, at, 'people', person);
  const use = { completionId: ids.get('training-catalog:completions'), kind: 'APPLIED', usedOn: plan.day };
  const told = await desk.once(
    at,
    'me/later-use',
    { ...use, description: 'Arsip kantor kini ditata menurut klasifikasi.' },
    own,
  );
  keep(build, at, 'later-use', told['laterUseId']);
}

async function contingencyRecords(build: Building): Promise<void> {
  const { desk, agencyId, person, plan } = build;
  const at = 'contingency';
  const hazard = {
    hazardCode: 'KARHUTLA',
    area: plan.name,
    probability: 3,
    damage: 3,
    source: 'Kajian',
    assessedOn: plan.day,
  };
  const { hazardId } = await desk.post(at, 'hazards', hazard);
  keep(build, at, 'hazards', hazardId);
  const { planId } = await desk.once(at, 'plans', { hazardId, title: `Renkon ${plan.name}`, leadUnitId: agencyId });
  keep(build, at, 'plans', planId);
  const competencies = [{ competencyCode: 'MAN-05', level: 1 }];
  const role = { field: 'Komando', name: 'Komandan', unitId: agencyId, people: 1, alternates: 0, competencies };
  const { roleId } = await desk.post(at, `plans/${String(planId)}/roles`, role);
  keep(build, at, 'roles', roleId);
  const holder = { employeeId: person, kind: 'HOLDER', rank: 1 };
  const assigned = await desk.once(at, `roles/${String(roleId)}/assignments`, holder);
  keep(build, at, 'assignments', assigned['assignmentId']);
  const service = {
    unitId: agencyId,
    longestOutageHours: 4,
    leastStaff: 1,
    competencies,
    name: `Layanan ${plan.name}`,
  };
  const { serviceId } = await desk.post(at, 'services', service);
  keep(build, at, 'services', serviceId);
  await desk.post(at, `services/${String(serviceId)}/assignments`, holder);
  const what = { place: 'Gudang', category: 'GOODS', item: 'Pompa', unit: 'unit' };
  const { stockId } = await desk.post(at, 'stock', { ...what, unitId: agencyId, quantity: 5 });
  keep(build, at, 'stock', stockId);
  const { needId } = await desk.post(at, `plans/${String(planId)}/needs`, { ...what, field: 'Logistik', quantity: 5 });
  keep(build, at, 'needs', needId);
  const { supplyId } = await desk.post(at, `needs/${String(needId)}/supplies`, { stockId, quantity: 2 });
  keep(build, at, 'supplies', supplyId);
  const { drillId } = await desk.post(at, 'drills', {
    ...{ planId, kind: 'TABLE_TOP', title: 'Gladi', objective: 'Uji', scenario: 'Banjir', place: 'Posko' },
    ...{ organiser: plan.name, startsOn: plan.day, endsOn: plan.day },
  });
  keep(build, at, 'drills', drillId);
  await desk.post(at, `drills/${String(drillId)}/invitations`, { people: [{ employeeId: person }] });
}
