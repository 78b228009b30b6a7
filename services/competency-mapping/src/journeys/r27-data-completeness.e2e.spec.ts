import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmployeeLeft } from '@betang/contracts';
import { newNumber, startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';
import { CompletenessReminders } from '../completeness/completeness-reminders.js';
import type { AgencyCompletenessView } from '../completeness/completeness.controller.js';
import { Statements } from '../statements/statements.js';

/** R27: many agencies have not filled in the data: a scoreboard of completeness per agency, with reminders. */
let service: CompetencyUnderTest;
let diligent: string;
let late: string;
let chief: string;
let officer: string;
const numbers = Array.from({ length: 11 }, () => newNumber());

beforeAll(async () => {
  service = await startCompetency();
  diligent = await service.agency('Dinas Rajin (contoh)');
  late = await service.agency('Dinas Terlambat (contoh)');
  [chief] = (await service.employ([
    { agencyId: late, employeeNumber: numbers[0]!, positionType: 'ADMINISTRATOR', name: 'Kepala Contoh' },
  ])) as [string];
  await service.employ(
    numbers.slice(1).map((employeeNumber, index) => ({
      employeeNumber,
      agencyId: index < 6 ? diligent : late,
      name: `Pegawai ${index}`,
      ...(index < 6 ? {} : { supervisorId: chief }),
    })),
  );
  officer = await service.token('bkpsdm-officer');
});
afterAll(() => service.stop());

describe('R27: completeness of data', () => {
  it('is ranked per agency and data set', async () => {
    const rows = numbers.slice(1, 7).map((number) => `'${number};1`);
    await service.uploadCsv('assessment-files', ['NIP;MAN-01', ...rows].join('\n'), officer, {
      method: 'ASSESSMENT_CENTER',
      assessor: 'UPT',
      observedOn: '2026-05-04',
    });
    const ranking = await service.call<{ items: AgencyCompletenessView[] }>('GET', 'completeness', { as: officer });
    expect(ranking.body.items).toMatchObject([
      { rank: 1, agencyId: diligent, name: 'Dinas Rajin (contoh)', people: 6, percent: 40 },
      { rank: 2, agencyId: late, people: 5, percent: 20 },
    ]);
    const second = await service.call<{ items: AgencyCompletenessView[] }>(
      'GET',
      `completeness?agencyId=${late}&sort=-people`,
      { as: officer },
    );
    expect(second.body.items).toMatchObject([{ rank: 2, agencyId: late }]);
    const unsorted = await service.call('GET', 'completeness?sort=noSuchField', { as: officer });
    expect(unsorted).toMatchObject({ status: 400, body: { code: 'sort-invalid' } });
    const assessed = ranking.body.items[0]!.datasets.find(({ dataset }) => dataset === 'ASSESSMENT');
    expect(assessed).toMatchObject({ expected: 6, filled: 6 });
    expect(assessed!.lastFilledAt).not.toBeNull();
  });

  it('names the people who are missing, to whom it concerns', async () => {
    const planner = await service.token('agency-planner', { unit: late });
    const missing = await service.call<{ items: { agencyId: string }[] }>(
      'GET',
      'completeness/missing?dataset=ASSESSMENT',
      { as: planner },
    );
    expect(missing.body.items).toHaveLength(5);
    expect(
      (
        await service.call<{ items: object[] }>('GET', 'completeness/missing?dataset=INDIVIDUAL_PLAN&limit=200', {
          as: officer,
        })
      ).body.items,
    ).toHaveLength(11);
    expect(
      (
        await service.call('GET', 'completeness/missing?dataset=ASSESSMENT', {
          as: await service.token('civil-servant'),
        })
      ).status,
    ).toBe(403);
  });

  it('reminds people and their supervisor once a month', async () => {
    const reminders = service.app.get(CompletenessReminders, { strict: false });
    expect(await reminders.remind()).toBe(12);
    expect(await reminders.remind()).toBe(0);
    const own = await service.token('civil-servant', { employee: chief });
    const notices = await service.call('GET', 'notices', { as: own });
    expect(JSON.stringify(notices.body)).toContain('Ada 4 pegawai di bawah Anda');
  });

  it('is stated to the province, agency by agency, and again only when it changes', async () => {
    const statements = service.app.get(Statements, { strict: false });
    await statements.stateChanges();
    const stated = await service.region.sql<{ kind: string; subject: string }>(
      'SELECT kind, subject FROM competency_mapping.statement ORDER BY kind, subject',
    );
    expect(stated.map(({ kind, subject }) => `${kind} ${subject}`)).toEqual(
      ['completeness', 'gap'].flatMap((kind) => [diligent, late].sort().map((subject) => `${kind} ${subject}`)),
    );
    expect(await statements.stateChanges()).toBe(0);
    await service.uploadCsv('assessment-files', `NIP;MAN-01\n'${numbers[8]!};2`, officer, {
      method: 'ASSESSMENT_CENTER',
      assessor: 'UPT',
      observedOn: '2026-05-04',
    });
    await statements.stateChanges();
    const [row] = await service.region.sql<{ statement: number; content: string }>(
      `SELECT statement, content FROM competency_mapping.statement WHERE kind = 'gap' AND subject = $1`,
      [late],
    );
    expect(row!.statement).toBe(2);
    expect(JSON.parse(row!.content)).toMatchObject({
      people: 5,
      assessed: 1,
      competencies: expect.arrayContaining([
        expect.objectContaining({ competencyCode: 'MAN-01', required: 5, assessed: 1, withGap: 4 }),
      ]),
    });
  });

  it('reminds no supervisor who has left of the people who were hers', async () => {
    const [gone] = (await service.employ([{ agencyId: late, name: 'Mantan Kepala' }])) as [string];
    const [member] = (await service.employ([{ agencyId: late, name: 'Anggota', supervisorId: gone }])) as [string];
    const data = { employeeId: gone, leftOn: '2026-03-31', reason: 'RETIRED' as const };
    await service.tell('identity', EmployeeLeft.create({ subject: gone, data }));
    await service.app.get(CompletenessReminders, { strict: false }).remind();
    const told = await service.region.sql<{ code: string; recipient_id: string }>(
      'SELECT code, recipient_id FROM competency_mapping.notice WHERE recipient_id = ANY($1::uuid[])',
      [[gone, member]],
    );
    expect(told).toEqual([{ code: 'individual-plan-missing', recipient_id: member }]);
  });
});
