import { CompletionRevoked, EmployeeRegistered, TrainingCompleted, UnitRecorded, newId } from '@betang/contracts';
import { startRunningService, waitUntil, type RunningService, type ServiceUnderTest } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { completion } from './ledger/testing/completions.js';
import { learningHours } from './learning-hours.definition.js';
import { LearningHoursModule } from './learning-hours.module.js';

const AGENCY = newId();
const EMPLOYEE = newId();
const YEAR = 2025;

let service: RunningService;
let identity: ServiceUnderTest;
let catalog: ServiceUnderTest;
let officer: string;

beforeAll(async () => {
  service = await startRunningService({
    definition: learningHours,
    module: LearningHoursModule,
    services: ['training-catalog'],
    environment: { BETANG_STATEMENT_SECONDS: '1' },
  });
  identity = await service.region.service('identity');
  catalog = await service.region.service('training-catalog');
  identity.start();
  catalog.start();
  officer = await service.token('bkpsdm-officer');
  const agency = {
    unitId: AGENCY,
    kind: 'AGENCY' as const,
    name: 'Dinas Kesehatan (rekaan)',
    agencyId: AGENCY,
    parentUnitId: null,
  };
  await identity.publish(UnitRecorded.create({ subject: AGENCY, data: agency }), employed(EMPLOYEE));
});
afterAll(async () => service?.stop());

function employed(employeeId: string) {
  const data = {
    employeeId,
    employeeNumber: '198609262015051001',
    name: 'Dinarti Sangalang',
    employmentStatus: 'PNS' as const,
    agencyId: AGENCY,
    unitId: AGENCY,
    grade: null,
    positionType: null,
    positionName: null,
  };
  return EmployeeRegistered.create({ subject: employeeId, data });
}

function completed(changes: object) {
  const data = {
    ...completion({ employeeId: EMPLOYEE, ...changes }),
    programmeId: null,
    sessionId: null,
    certificateNumber: null,
  };
  return TrainingCompleted.create({ subject: EMPLOYEE, data });
}

async function counted(expected: number) {
  const path = `people/${EMPLOYEE}/years/${YEAR}`;
  await waitUntil(`${expected} counted`, async () => {
    const { status, body } = await service.call('GET', path, { as: officer });
    return status === 200 && (body['counted'] as unknown as unknown) === expected;
  });
  return (await service.call('GET', path, { as: officer })).body;
}

describe('learning hours from event to answer', () => {
  it('state the year of a person, with the duty and what it rests on', async () => {
    await catalog.publish(
      completed({ pathCode: 'KL03', quantityHundredths: 1250, completedOn: `${YEAR}-02-10` }),
      completed({ pathCode: 'KL06', quantityHundredths: 200, completedOn: `${YEAR}-03-10` }),
      completed({ pathCode: 'NKL09', quantityHundredths: 300, completedOn: `${YEAR}-03-11` }),
    );
    expect(await counted(2250)).toMatchObject({
      name: 'Dinarti Sangalang',
      agencyName: 'Dinas Kesehatan (rekaan)',
      duty: { minimumHundredths: 2000, basis: 'PP 11/2017 art. 203 jo. PP 17/2020' },
      earned: 2350,
      band: 'fulfilled',
      byMonth: [0, 1250, 1000, 0, 0, 0, 0, 0, 0, 0, 0, 0],
      byPath: [
        { pathCode: 'KL03', entries: 1, earned: 1250, counted: 1250 },
        { pathCode: 'KL06', entries: 1, earned: 800, counted: 800 },
        { pathCode: 'NKL09', entries: 1, earned: 300, counted: 200 },
      ],
    });
  });

  it('explain each entry, page by page, in the language asked for', async () => {
    const path = `people/${EMPLOYEE}/entries?year=${YEAR}&limit=2`;
    const first = await service.call('GET', path, { as: officer, headers: { 'accept-language': 'en' } });
    const items = first.body['items'] as unknown as { explanation: string }[];
    expect(items.map(({ explanation }) => explanation)).toEqual([
      'The programme states 3 JP. Capped at 2 JP a day together with other entries: 2 JP counted. From the training catalogue; completion stated by BKPSDM Kabupaten Kapuas. Rule NKL09/2018-01-01/1 (PerLAN 10/2018).',
      '2 days, national, 4 JP each: 8 JP. From the training catalogue; completion stated by BKPSDM Kabupaten Kapuas. Rule KL06/2018-01-01/1 (PerLAN 10/2018).',
    ]);
    const next = await service.call('GET', `${path}&cursor=${String(first.body['nextCursor'])}`, { as: officer });
    expect(next.body).toMatchObject({
      items: [{ pathCode: 'KL03', explanation: expect.stringContaining('Program menyatakan') }],
    });
    expect(next.body['nextCursor']).toBeUndefined();
  });

  it('show people to themselves, and to nobody without the right', async () => {
    const own = await service.token('civil-servant', { employee: EMPLOYEE });
    expect((await service.call('GET', `me/years/${YEAR}`, { as: own })).body).toMatchObject({ counted: 2250 });
    expect((await service.call('GET', 'me/entries', { as: own })).status).toBe(200);
    expect((await service.call('GET', `people/${EMPLOYEE}/years/${YEAR}`, { as: own })).status).toBe(403);
    expect((await service.call('GET', `people/${EMPLOYEE}/years/${YEAR}`)).status).toBe(401);
    const operator = await service.token('operator');
    expect((await service.call('GET', 'totals', { as: operator })).status).toBe(403);
    const other = await service.call('GET', `people/${newId()}/years/${YEAR}`, { as: officer });
    expect(other).toMatchObject({ status: 404, body: { code: 'person-not-found' } });
  });

  it('put every look at a person on record', async () => {
    const looks = await service.region.sql(
      `SELECT DISTINCT actor, action, reason FROM learning_hours.audit_entry WHERE object_id = $1`,
      [EMPLOYEE],
    );
    expect(looks).toEqual([{ actor: 'bkpsdm-officer-1', action: 'read-personal-data', reason: 'learning-hours-duty' }]);
  });

  it('total agencies, and list who is behind, furthest first', async () => {
    const [late, later] = [newId(), newId()].sort();
    await identity.publish(employed(late!), employed(later!));
    await waitUntil('three people', async () => {
      const { body } = await service.call('GET', `totals?year=${YEAR}`, { as: officer });
      return (body['items'] as unknown as { people: number }[])[0]?.people === 3;
    });
    const { body } = await service.call('GET', `totals?year=${YEAR}`, { as: officer });
    expect(body['items']).toMatchObject([
      {
        agencyName: 'Dinas Kesehatan (rekaan)',
        employmentStatus: 'PNS',
        people: 3,
        counted: 2250,
        bands: { none: 2, fulfilled: 1 },
      },
    ]);
    expect(body['notCounted']).toEqual({ people: 0, appointedLater: 0 });
    const newcomer = employed(newId());
    await identity.publish({ ...newcomer, data: { ...newcomer.data, employeeNumber: `19990926${YEAR + 1}011001` } });
    await waitUntil('somebody who is appointed after the year', async () => {
      const { body: totals } = await service.call('GET', `totals?year=${YEAR}`, { as: officer });
      const { people, appointedLater } = totals['notCounted'] as unknown as { people: number; appointedLater: number };
      return people === 1 && appointedLater === 1;
    });
    const ofOthers = await service.call('GET', `totals?year=${YEAR}&employmentStatus=PPPK`, { as: officer });
    expect(ofOthers.body['notCounted']).toEqual({ people: 0, appointedLater: 0 });
    const yearAfter = await service.call('GET', `totals?year=${YEAR + 1}`, { as: officer });
    expect(yearAfter.body['notCounted']).toEqual({ people: 0, appointedLater: 0 });
    const civil = await service.call('GET', `totals?year=${YEAR}&employmentStatus=PPPK&sort=-people`, { as: officer });
    expect(civil.body['items']).toEqual([]);
    const unsorted = await service.call('GET', `totals?year=${YEAR}&sort=noSuchField`, { as: officer });
    expect(unsorted).toMatchObject({ status: 400, body: { code: 'sort-invalid' } });
    const path = `people/at-risk?year=${YEAR}&limit=1`;
    const first = await service.call('GET', path, { as: officer });
    const second = await service.call('GET', `${path}&cursor=${String(first.body['nextCursor'])}`, { as: officer });
    expect(first.body).toMatchObject({ items: [{ employeeId: later, shortfall: 2000, minimum: 2000 }] });
    expect(second.body).toMatchObject({ items: [{ employeeId: late }] });
    expect(second.body['nextCursor']).toBeUndefined();
  });

  it('give who is behind as a file too, as far as the caller’s units reach, each person a look on record', async () => {
    const [outsider, head] = [
      { unit: newId(), subject: 'outsider' },
      { unit: AGENCY, subject: 'head' },
    ];
    const path = `people/at-risk/export?year=${YEAR}&below=duty&format=`;
    const looks = async (actor: string) =>
      (
        await service.region.sql<{ object_id: string }>(
          `SELECT object_id FROM learning_hours.audit_entry WHERE actor = $1 AND action = 'read-personal-data'`,
          [actor],
        )
      ).map((row) => row.object_id);
    const own = await service.token('bkpsdm-officer', head);
    const csv = await service.call<{ text: string }>('GET', `${path}csv`, { as: own });
    expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    const lines = csv.body.text.trim().split(/\r?\n/);
    expect(lines.filter((line) => line.includes('Dinas Kesehatan (rekaan)'))).toHaveLength(2);
    expect(csv.body.text).toContain('Kekurangan');
    expect(await looks('head')).toHaveLength(2);
    const book = await service.call<{ bytes: Buffer }>('GET', `${path}xlsx`, { as: own });
    expect(book.headers.get('content-disposition')).toContain(`jp-tertinggal-${YEAR}.xlsx`);
    expect(book.body.bytes.subarray(0, 2).toString()).toBe('PK');
    const other = await service.call<{ text: string }>('GET', `${path}csv`, {
      as: await service.token('bkpsdm-officer', outsider),
    });
    expect(other.body.text).not.toContain('Dinas Kesehatan');
    expect(await looks('outsider')).toEqual([]);
    const citizen = await service.token('civil-servant', { employee: EMPLOYEE });
    expect((await service.call('GET', `${path}csv`, { as: citizen })).status).toBe(403);
  });

  it('list rules and policies with their regulation', async () => {
    const rules = await service.call('GET', 'rules', { as: officer });
    expect(rules.body['items']).toHaveLength(26);
    const policies = await service.call('GET', 'policies', { as: officer });
    expect(policies.body['items']).toContainEqual(
      expect.objectContaining({ employmentStatus: 'PPPK', maximumCountedHundredths: 2400 }),
    );
  });

  it('take back what is revoked', async () => {
    const event = completed({ pathCode: 'KL03', quantityHundredths: 500, completedOn: `${YEAR}-04-10` });
    await catalog.publish(event);
    await counted(2750);
    const data = { completionId: event.data.completionId, employeeId: EMPLOYEE, reason: 'Salah orang' };
    await catalog.publish(CompletionRevoked.create({ subject: EMPLOYEE, data }));
    await counted(2250);
  });

  it('look at everybody’s years again where a migration has the list of people rebuilt', async () => {
    const { sql } = service.region;
    const status = `SELECT employment_status AS status FROM learning_hours.person_year WHERE employee_id = $1 AND year = $2`;
    await sql(`UPDATE learning_hours.person_year SET employment_status = 'PPPK' WHERE employee_id = $1`, [EMPLOYEE]);
    await sql(`INSERT INTO learning_hours.projection_rebuild (rebuild_id, requested_by) VALUES ($1, 'migration')`, [
      newId(),
    ]);
    // Nobody tells the process of it: it looks every ten seconds, and as often for what follows.
    const [found] = await waitUntil(
      'the years are what the list says',
      async () => {
        const rows = await sql<{ status: string }>(status, [EMPLOYEE, YEAR]);
        return rows[0]?.status === 'PNS' && rows;
      },
      { timeoutMs: 60_000 },
    );
    expect(found).toEqual({ status: 'PNS' });
    expect(await sql('SELECT state, reason FROM learning_hours.projection_rebuild')).toEqual([
      { state: 'DONE', reason: null },
    ]);
  });
});
