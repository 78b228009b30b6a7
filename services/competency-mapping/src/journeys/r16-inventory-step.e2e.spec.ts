import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlanDeadlines } from '../plans/plan-deadlines.js';
import type { AgencyProgressPage } from '../plans/plan-progress.dto.js';
import type { DelegationPage, PlanView } from '../plans/plan.dto.js';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/**
 * R16: planners of every agency take part. The inventory step of the AKPK: what each agency has filled in, who has none, what was sent back and
 * why, who acts for whom, what is late, and who is reminded.
 */
let service: CompetencyUnderTest;
let filled: string;
let empty: string;
let chief: string;
let planner: string;
let planningEmployee: string;
let officer: string;
let second: string;
let target: string;
let planId: string;
const numbers = [newNumber(), newNumber(), newNumber()];

beforeAll(async () => {
  service = await startCompetency();
  filled = await service.agency('Dinas Rajin (contoh)');
  empty = await service.agency('Dinas Kosong (contoh)');
  [planningEmployee] = (await service.employ(
    numbers.slice(0, 2).map((employeeNumber) => ({ employeeNumber, agencyId: filled, positionType: 'PENGAWAS' })),
  )) as [string];
  [chief] = (await service.employ([{ agencyId: empty, positionType: 'ADMINISTRATOR' }])) as [string];
  await service.employ([
    { agencyId: empty, employeeNumber: numbers[2]!, positionType: 'PENGAWAS', supervisorId: chief },
  ]);
  planner = await service.token('agency-planner', { unit: filled, subject: 'perencana', employee: planningEmployee });
  officer = await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
  second = await service.token('bkpsdm-officer', { subject: 'bkpsdm-2' });
  target = (await service.target()).targetId;
  const file = ['NIP;MAN-01', ...numbers.map((number) => `'${number};1`)].join('\n');
  const how = { method: 'ASSESSMENT_CENTER', assessor: 'UPT', observedOn: '2026-05-04' };
  await service.uploadCsv('assessment-files', file, officer, how);
});
afterAll(() => service?.stop());

const post = <T = Record<string, never>>(path: string, body: object, as = officer) =>
  service.call<T>('POST', path, { as, body });
const progress = async (query = '', as = officer) =>
  (await service.call<AgencyProgressPage>('GET', `plans/progress/2027?sort=name${query}`, { as })).body;
const noticesOf = async (as: string) => JSON.stringify((await service.call('GET', 'notices', { as })).body);

describe('R16: the inventory of the agencies', () => {
  it('shows what each has filled in, and who has begun nothing', async () => {
    const plan = { kind: 'ANNUAL', agencyId: filled, title: 'Rencana Rajin', firstYear: 2027 };
    planId = (await post<PlanView>('plans', plan, planner)).body.planId;
    const how = { organiser: 'BPSDM', curriculumStandard: 'LAN', pathCode: 'KL02', form: 'CLASSICAL' };
    await post(`plans/${planId}/inventory`, { ...how, developmentTargetId: target }, planner);
    const seen = await progress();
    expect(seen).toMatchObject({ year: 2027, withoutPlan: 1, late: 0 });
    expect(seen.items).toMatchObject([
      { name: 'Dinas Kosong (contoh)', people: 2, peopleWithGap: 2, planId: null, state: null, coveredPercent: 0 },
      {
        name: 'Dinas Rajin (contoh)',
        peopleWithGap: 2,
        peopleInPlan: 2,
        coveredPercent: 100,
        state: 'DRAFT',
        lines: 9,
      },
    ]);
    expect((await progress('&withoutPlan=true')).items).toMatchObject([{ agencyId: empty }]);
    expect((await progress('', planner)).items).toMatchObject([{ agencyId: filled }]);
    expect(
      (await service.call('GET', 'plans/progress/2027', { as: await service.token('civil-servant') })).status,
    ).toBe(403);
  });

  it('shows what was sent back and why, and tells who drew it up', async () => {
    await post(`plans/${planId}/move`, { action: 'INVENTORY' }, planner);
    await post(`plans/${planId}/move`, { action: 'VERIFY' }, officer);
    await post(`plans/${planId}/move`, { action: 'RETURN', reason: 'Sasaran pegawai belum lengkap' }, second);
    const [row] = (await progress('&state=DRAFT')).items;
    expect(row).toMatchObject({ returned: 1, returnReason: 'Sasaran pegawai belum lengkap', returnedFrom: 'VERIFIED' });
    const own = await service.token('civil-servant', { employee: planningEmployee });
    expect(await noticesOf(own)).toContain('dikembalikan untuk diperbaiki: Sasaran pegawai belum lengkap');
  });

  it('reminds before a deadline and once after it, also who has no plan at all', async () => {
    const deadline = (dueOn: string) => post('plans/deadlines', { year: 2027, state: 'INVENTORIED', dueOn });
    const day = (days: number) => new Date(Date.now() + (days * 24 + 7) * 3_600_000).toISOString().slice(0, 10);
    await deadline(day(3));
    const deadlines = service.app.get(PlanDeadlines, { strict: false });
    expect(await deadlines.remind()).toBe(2);
    expect(await deadlines.remind()).toBe(0);
    await deadline(day(-2));
    expect(await progress('&overdue=true')).toMatchObject({ late: 2, items: [{ daysLate: 2 }, { daysLate: 2 }] });
    expect(await deadlines.remind()).toBe(2);
    expect(await deadlines.remind()).toBe(0);
    const head = await noticesOf(await service.token('civil-servant', { employee: chief }));
    expect(head).toContain('belum memiliki rencana pengembangan kompetensi tahun 2027');
    const own = await noticesOf(await service.token('civil-servant', { employee: planningEmployee }));
    expect(own).toContain('seharusnya sudah mencapai tahap INVENTORIED');
  });

  it('says who acts for whom, and lets nobody end what another office gave', async () => {
    await post(`plans/${planId}/move`, { action: 'INVENTORY' }, planner);
    await post(`plans/${planId}/move`, { action: 'VERIFY' }, officer);
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const given = { action: 'VALIDATE', toSubject: 'wakil-1', untilOn: inDays(30) };
    const delegate = (body: object, as = second) =>
      post<{ delegationId: string }>(`plans/${planId}/delegations`, { ...given, ...body }, as);
    expect((await delegate({ untilOn: '2020-01-01' })).body).toMatchObject({ code: 'plan-delegation-over' });
    // Two days beyond the latest: it may be tomorrow already where the office is.
    expect(await delegate({ untilOn: inDays(94) })).toMatchObject({
      status: 422,
      body: { code: 'plan-delegation-too-long', field: 'untilOn' },
    });
    expect((await delegate({ toSubject: 'bkpsdm-2' })).body).toMatchObject({ code: 'plan-step-to-oneself' });
    const { delegationId } = (await delegate({})).body;
    const list = await service.call<DelegationPage>('GET', `plans/${planId}/delegations`, { as: planner });
    expect(list.body.items).toMatchObject([
      { delegationId, fromSubject: 'bkpsdm-2', toSubject: 'wakil-1', live: true },
    ]);
    expect((await post(`plans/${planId}/delegations/${delegationId}/end`, {}, planner)).status).toBe(403);
    expect((await post(`plans/${planId}/delegations/${planId}/end`, {}, second)).status).toBe(404);
    expect((await post(`plans/${planId}/delegations/${delegationId}/end`, {}, second)).body).toMatchObject({
      ended: true,
    });
    const deputy = await service.token('agency-planner', { unit: filled, subject: 'wakil-1' });
    expect((await post(`plans/${planId}/move`, { action: 'VALIDATE' }, deputy)).status).toBe(403);
  });
});
