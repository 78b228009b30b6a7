import { randomUUID } from 'node:crypto';
import { EmployeeLeft, type Audience } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import type { ServiceDatabase } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { insertEmployees, insertIdentifiers, updateEmployees } from './employees/employee-store.js';
import { employeeState, type Employee } from './employees/employee.js';
import { insertUnits, newUnit, unitEvents } from './organisation/unit-store.js';
import { presentFacts } from './present-facts.js';
import { openIdentityDatabase, type TestDatabase } from './testing/identity-database.js';

let opened: TestDatabase;
let database: ServiceDatabase;
beforeAll(async () => {
  opened = await openIdentityDatabase();
  ({ database } = opened);
});
afterAll(() => opened?.stop());

const agency = newUnit('AGENCY', 'Dinas Kesehatan', undefined);
const section = newUnit('UNIT', 'Bidang Pelayanan', agency);
const other = newUnit('AGENCY', 'Dinas Perhubungan', undefined);

const person = (last: number, name: string): Employee => ({
  employeeId: `0195c0de-0000-7000-8000-00000000000${last}`,
  employeeNumber: `19800101200501100${last}`,
  name,
  employmentStatus: 'PNS',
  agencyId: agency.agencyId,
  unitId: section.unitId,
  grade: 'III/a',
  positionType: null,
  positionName: 'Analis Kebijakan',
  birthDate: '1980-01-01',
  sex: 'MALE',
  leftOn: null,
});
const [stays, changes, leaves] = [person(1, 'Budi Contoh'), person(2, 'Anton Contoh'), person(3, 'Yusuf Contoh')];

async function told(audience: Audience) {
  const facts = await database.unitOfWork.run((tx) => presentFacts(tx, audience));
  return facts.map(({ contract, subject, data }) => ({ name: contract.definition.name, subject, data }));
}

describe('the present of the register', () => {
  beforeAll(() =>
    database.unitOfWork.run(async (tx) => {
      await insertUnits(tx, [agency, section, other]);
      const people = [stays, changes, leaves];
      await insertEmployees(tx, people);
      const numbers = people.map(({ employeeId, employeeNumber: value }) => ({
        employeeId,
        kind: 'NIP' as const,
        value,
        validFrom: '2005-01-01',
      }));
      await insertIdentifiers(tx, numbers, randomUUID());
      await updateEmployees(tx, [{ ...changes, grade: 'III/b' }]);
      await tx.execute(`UPDATE employee SET left_on = '2026-04-01', leave_reason = 'RETIRED' WHERE employee_id = $1`, [
        leaves.employeeId,
      ]);
    }),
  );

  it('is every agency by its name of today for the province, and nothing of persons', async () => {
    await database.execute(`UPDATE org_unit SET name = 'Dinas Perhubungan Kapuas' WHERE unit_id = $1`, [other.unitId]);
    expect(await told('province')).toEqual([
      {
        name: 'agency-published',
        subject: agency.unitId,
        data: { agencyId: agency.unitId, name: 'Dinas Kesehatan' },
      },
      {
        name: 'agency-published',
        subject: other.unitId,
        data: { agencyId: other.unitId, name: 'Dinas Perhubungan Kapuas' },
      },
    ]);
  });

  it('is every unit, everyone in service as they are today, and who has left, at home', async () => {
    const facts = await told('local');
    expect(facts.slice(0, 3).map(({ name, subject }) => [name, subject])).toEqual(
      [agency, other, section].map(({ unitId }) => ['unit-recorded', unitId]),
    );
    expect(facts.slice(3)).toEqual([
      { name: 'employee-registered', subject: stays.employeeId, data: employeeState(stays) },
      {
        name: 'employee-registered',
        subject: changes.employeeId,
        data: { ...employeeState(changes), grade: 'III/b' },
      },
      {
        name: 'employee-left',
        subject: leaves.employeeId,
        data: { employeeId: leaves.employeeId, leftOn: '2026-04-01', reason: 'RETIRED' } satisfies EmployeeLeft,
      },
    ]);
  });

  it('says nothing to other regions', async () => {
    expect(await told('federation')).toEqual([]);
    expect(await told('to.r6271')).toEqual([]);
  });

  it('is how transfers with it stand, for the other region of a transfer', async () => {
    const id = (last: number) => `0195c0de-0000-7000-8000-0000000000f${last}`;
    const out = (last: number, employeeId: string, state: string, region = '62.71') =>
      database.execute(
        `INSERT INTO transfer_out (transfer_id, employee_id, to_region, state, effective_on, answer_by, requested_by, former_pseudonym)
         VALUES ($1, $2, $3, $4, '2027-01-01', '2026-12-31T00:00:00Z', 'officer', $5)`,
        [id(last), employeeId, region, state, `k1:${'A'.repeat(43)}`],
      );
    await out(1, stays.employeeId, 'REQUESTED');
    await out(2, changes.employeeId, 'WITHDRAWN');
    await out(3, changes.employeeId, 'REQUESTED', '62.01');
    await database.execute(
      `INSERT INTO transfer_in (transfer_id, from_region, state, effective_on, answer_by) VALUES ($1, '62.71', 'ACCEPTED', '2027-02-01', '2026-12-31')`,
      [id(4)],
    );
    const facts = await told('to.r6271');
    expect(facts.map(({ name, subject }) => [name, subject])).toEqual([
      ['transfer-requested', id(1)],
      ['transfer-decided', id(4)],
      ['transfer-concluded', id(2)],
    ]);
    expect(facts[0]!.data).toMatchObject({ fromAgencyName: agency.name, person: { name: stays.name } });
    expect(facts[1]!.data).toMatchObject({ decision: 'ACCEPTED', effectiveOn: '2027-02-01' });
    expect(facts[2]!.data).toMatchObject({ outcome: 'WITHDRAWN', effectiveOn: null });
  });

  it('can be written into the outbox as it is, and says of units what was said when they were recorded', async () => {
    const outbox = new Outbox({ service: 'identity', generation: 1 }, { allows: () => true }, () => undefined);
    await database.unitOfWork.run(async (tx) => {
      await outbox.append(tx, unitEvents([agency, section], { actor: 'officer' }));
      await outbox.append(tx, await presentFacts(tx, 'local'));
    });
    const rows = await database.query<{ said: number }>(
      `SELECT count(*)::int AS said FROM outbox WHERE subject = $1 AND type LIKE '%unit-recorded%' GROUP BY convert_from(body, 'UTF8')`,
      [section.unitId],
    );
    expect(rows).toEqual([{ said: 2 }]);
  });
});
