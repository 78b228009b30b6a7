import { createHash } from 'node:crypto';
import { EmployeeChanged } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { createLogger, type ServiceDatabase } from '@betang/platform';
import { waitUntil } from '@betang/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { findHolders, insertIdentifiers } from '../employees/employee-store.js';
import { Register } from '../employees/register.js';
import { IdentityConfig } from '../identity.config.js';
import { lockRegistry } from '../organisation/unit-store.js';
import { formatOf } from '../roster-file/open-roster-file.js';
import { openIdentityDatabase, type TestDatabase } from '../testing/identity-database.js';
import { invent, writeRoster, type RosterPerson } from '../testing/office-roster.js';
import { findImport, finish, insertImport, lockImport, startApplying } from './import-store.js';
import { ImportWork } from './import-work.js';
import type { RosterImport } from './roster-import.js';

const CONFIG = Object.assign(new IdentityConfig(), {
  ...{ region: '62.03', youngestAppointed: 18, oldestInService: 75, appointedAheadMonths: 6 },
});
const TODAY = '2026-11-21';
let opened: TestDatabase;
let database: ServiceDatabase;
let work: ImportWork;
const outbox = new Outbox({ service: 'identity', generation: 1 }, { allows: () => true }, () => undefined);

beforeAll(async () => {
  opened = await openIdentityDatabase();
  ({ database } = opened);
  work = new ImportWork(database.unitOfWork, outbox, createLogger({ level: 'silent' }), CONFIG);
});
afterAll(() => opened.stop());
beforeEach(async () => {
  for (const table of [
    'roster_leaver',
    'roster_import',
    'correction',
    'employee_identifier',
    'employee_period',
    'employee',
  ])
    await database.execute(`DELETE FROM ${table}`);
});

async function preview(people: readonly RosterPerson[]): Promise<string> {
  const importId = uuidv7();
  const content = await writeRoster(people);
  const contentHash = createHash('sha256').update(content).digest('hex');
  const file = { fileName: 'duk.xlsx', fileFormat: formatOf(content), content, contentHash };
  await database.unitOfWork.run((tx) =>
    insertImport(tx, { importId, ...file, uploadedBy: 'officer', agency: undefined }),
  );
  await work.run(importId);
  return importId;
}

async function order(importId: string, applyLeavers: boolean): Promise<void> {
  const said = { applyLeavers, leftOn: TODAY, leaveReason: 'OTHER', newUnits: 'create' } as const;
  await database.unitOfWork.run(async (tx) => {
    await lockImport(tx, importId);
    await startApplying(tx, importId, said, 'officer');
  });
}

async function apply(importId: string, applyLeavers = false): Promise<RosterImport> {
  await order(importId, applyLeavers);
  await work.run(importId);
  return (await findImport(database, importId))!;
}

const personOf = async ({ number }: RosterPerson) =>
  (await database.unitOfWork.run((tx) => findHolders(tx, [String(number)]))).get(String(number))!;

describe('a roster that is applied while an officer edits somebody of it', () => {
  it('is told of after the edit that it waited for, as it came on record', async () => {
    const people = [invent(0), invent(5)];
    await apply(await preview(people));
    const importId = await preview([invent(0, { grade: 'III/b' }), invent(5)]);
    await order(importId, false);
    let applied: Promise<unknown> | undefined;
    await database.unitOfWork.run(async (tx) => {
      await lockRegistry(tx);
      applied = work.run(importId);
      await waitUntil('the import waits for the registry', async () => {
        const rows = await database.query(
          `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND wait_event = 'advisory'`,
        );
        return rows.length > 0;
      });
      const before = (await findHolders(tx, [String(people[0]!.number)])).get(String(people[0]!.number))!;
      const act = { actId: uuidv7(), source: 'OFFICER' as const, by: 'officer', on: TODAY, today: TODAY, cause: {} };
      await new Register(tx, outbox, act).change([{ before, after: { ...before, positionName: 'Kepala Seksi' } }]);
    });
    await applied;
    const { employeeId, grade } = await personOf(people[0]!);
    const told = await database.query<{ body: Buffer }>(
      'SELECT body FROM outbox WHERE type = $1 AND subject = $2 ORDER BY generation, xid, seq',
      [EmployeeChanged.type, employeeId],
    );
    expect(grade).toBe('III/b');
    expect(told.map(({ body }) => (JSON.parse(body.toString()) as { grade: string }).grade)).toEqual([
      'III/a',
      'III/b',
    ]);
  });
});

describe('whom a roster does not name', () => {
  const gone = async (person: RosterPerson) => (await personOf(person)).leftOn !== null;

  it('does not leave who came to another agency since it was compared, by another file or an officer', async () => {
    const [stays, moves, leaves] = [invent(0), invent(5), invent(10)];
    await apply(await preview([stays, moves, leaves, invent(1)]));
    const first = await preview([stays]);
    await apply(await preview([invent(1), invent(5, { agency: 'Dinas Contoh 2' })]));
    expect(await apply(first, true)).toMatchObject({ state: 'APPLIED', leaversApplied: 1 });
    expect([await gone(stays), await gone(moves), await gone(leaves)]).toEqual([false, false, true]);
  });

  it('does not leave who was found to be somebody of the file since, by a number that was put right', async () => {
    const [stays, renumbered] = [invent(0), invent(5)];
    await apply(await preview([stays, renumbered]));
    const number = `${String(renumbered.number).slice(0, 15)}777`;
    const importId = await preview([stays, { ...renumbered, number }]);
    const { employeeId } = await personOf(renumbered);
    await database.unitOfWork.run((tx) =>
      insertIdentifiers(tx, [{ employeeId, kind: 'NIP', value: number, validFrom: null }], uuidv7()),
    );
    expect(await apply(importId, true)).toMatchObject({ state: 'APPLIED', leaversApplied: 0 });
    expect(await gone(renumbered)).toBe(false);
  });
});

describe('a roster that is cancelled', () => {
  it('while a worker finds that it cannot be read stays cancelled', async () => {
    const importId = uuidv7();
    const content = Buffer.from('PK\x03\x04 no workbook');
    const file = { fileName: 'duk.xlsx', fileFormat: 'XLSX' as const, content, contentHash: 'x' };
    await database.unitOfWork.run((tx) =>
      insertImport(tx, { importId, ...file, uploadedBy: 'officer', agency: undefined }),
    );
    const cancelOnceBegun = () =>
      database.unitOfWork.run(async (tx) => {
        const { attempt } = (await tx.query<{ attempt: string | null }>('SELECT attempt FROM roster_import'))[0]!;
        if (attempt !== null) await finish(tx, importId, 'CANCELLED');
      });
    const { unitOfWork } = database;
    const beside = Object.create(unitOfWork) as typeof unitOfWork;
    beside.run = async (step, options) => {
      await cancelOnceBegun();
      return unitOfWork.run(step, options);
    };
    await new ImportWork(beside, outbox, createLogger({ level: 'silent' }), CONFIG).run(importId);
    expect(await findImport(database, importId)).toMatchObject({ state: 'CANCELLED', failureCode: null });
  });
});
