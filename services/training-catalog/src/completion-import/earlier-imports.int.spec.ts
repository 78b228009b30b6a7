import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { randomBytes } from 'node:crypto';
import { newId } from '@betang/contracts';
import { deliveryMigrations, rebuildMigrations } from '@betang/messaging';
import {
  FileImports,
  PLATFORM_MIGRATIONS,
  ServiceDatabase,
  appRole,
  getPassword,
  migrate,
  migratorRole,
  pageOfRefusals,
  provisionDatabase,
} from '@betang/platform';
import { createWorkFolder, getRepositoryRoot, removeWorkFolder, testPostgres } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const SCHEMA = 'training_catalog';
const OWN = resolve(getRepositoryRoot(), 'services/training-catalog/migrations');
const MOVED_BY = 253;
const CELLS = JSON.stringify(['r1', '198609262015051001']);
const PROBLEMS = JSON.stringify([{ field: 'hours', code: 'learning-hours.shape' }]);
const [done, working, failed] = [newId(), newId(), newId()];

let folder: string;
let database: ServiceDatabase;
let imports: FileImports;
beforeAll(async () => {
  folder = createWorkFolder('earlier-imports');
  const passwordsFile = join(folder, 'passwords.json');
  const { url } = await testPostgres();
  const name = `tc_${randomBytes(4).toString('hex')}`;
  const { databaseUrl } = await provisionDatabase({
    ownerUrl: url,
    database: name,
    services: [{ schema: SCHEMA }],
    passwordsFile,
  });
  const as = async (role: string) => ({
    url: databaseUrl,
    role,
    password: await getPassword(passwordsFile, role),
    applicationName: 'test',
  });
  const connection = await as(migratorRole(SCHEMA));
  const upTo = async (path: string) =>
    migrate({
      connection,
      schema: SCHEMA,
      directories: [
        { set: 'platform', path: PLATFORM_MIGRATIONS },
        deliveryMigrations(),
        rebuildMigrations(),
        { set: 'training-catalog', path },
      ],
    });
  const before = join(folder, 'before');
  await cp(OWN, before, { recursive: true, filter: (file) => !(numberOf(file) >= MOVED_BY) });
  await upTo(before);
  database = await ServiceDatabase.open({
    ...(await as(appRole(SCHEMA))),
    schema: SCHEMA,
    entities: [],
    onBackgroundError: () => undefined,
  });
  imports = new FileImports(database, undefined as never, undefined as never);
  await uploadAsBefore(done);
  await uploadAsBefore(working);
  await uploadAsBefore(failed);
  await advanceAsBefore(done);
  await advanceAsBefore(working);
  await finishAsBefore(done);
  await finishAsBefore(failed, 'course-file-damaged');
  await upTo(OWN);
});
afterAll(async () => {
  await database?.close();
  removeWorkFolder(folder);
});

const numberOf = (file: string): number => Number(/\/(\d{4})-[^/]+\.sql$/.exec(file)?.[1] ?? 0);

/** The statements of the release before, word for word: they have to go on while its processes run. */
async function uploadAsBefore(importId: string): Promise<void> {
  await database.execute(
    `INSERT INTO completion_import (import_id, state, file_name, file_bytes, content_hash, uploaded_by, rows_total)
     VALUES ($1, 'WORKING', $2, $3, $4, $5, $6)`,
    [importId, 'kursus.csv', 3, 'abc', 'officer-1', 1_200],
  );
  await database.execute('INSERT INTO completion_import_file (import_id, content) VALUES ($1, $2)', [
    importId,
    Buffer.from('a;b'),
  ]);
}

async function advanceAsBefore(importId: string): Promise<void> {
  await database.unitOfWork.run(
    async (tx) => {
      await tx.query(`SELECT state FROM completion_import WHERE import_id = $1 FOR UPDATE`, [importId]);
      await tx.execute(
        `UPDATE completion_import SET rows_read = rows_read + $2, rows_recorded = rows_recorded + $3, rows_repeated = rows_repeated + $4,
       rows_refused = rows_refused + $5, header = $6, changed_at = now() WHERE import_id = $1`,
        [importId, 1_000, 998, 1, 1, JSON.stringify(['id', 'nipBaru'])],
      );
      await tx.execute(
        `INSERT INTO completion_import_row (import_id, row_number, problems, cells)
     SELECT $1, n, p, c FROM unnest($2::integer[], $3::jsonb[], $4::jsonb[]) AS u(n, p, c)`,
        [importId, [7], [PROBLEMS], [CELLS]],
      );
    },
    { beside: 'an import' },
  );
}

async function finishAsBefore(importId: string, failureCode?: string): Promise<void> {
  await database.execute(
    `UPDATE completion_import SET state = $2, failure_code = $3, rows_total = CASE WHEN $3::text IS NULL THEN rows_read ELSE rows_total END,
       changed_at = now(), finished_at = now() WHERE import_id = $1 AND state = 'WORKING'`,
    [importId, failureCode === undefined ? 'DONE' : 'FAILED', failureCode ?? null],
  );
  if (failureCode === undefined)
    await database.execute('DELETE FROM completion_import_file WHERE import_id = $1', [importId]);
}

const filesOf = (importId: string) =>
  database.query('SELECT content FROM file_import_content WHERE import_id = $1', [importId]);

describe('imports of completions that the release before began', () => {
  it('are all there, with figures, refused rows and the files that wait', async () => {
    const figures = {
      kind: 'completions',
      fileName: 'kursus.csv',
      uploadedBy: 'officer-1',
      rowsRead: 1_000,
      rowsTaken: 998,
    };
    expect(await imports.get(database, done)).toMatchObject({ ...figures, state: 'DONE', rowsTotal: 1_000 });
    expect(await imports.get(database, working)).toMatchObject({ ...figures, state: 'WORKING', rowsTotal: 1_200 });
    expect(await imports.get(database, failed)).toMatchObject({ state: 'FAILED', failureCode: 'course-file-damaged' });
    for (const importId of [done, working])
      expect(await pageOfRefusals(database, importId, { limit: 5 })).toEqual({
        items: [{ rowNumber: 7, problems: JSON.parse(PROBLEMS), cells: JSON.parse(CELLS) }],
      });
    expect([await filesOf(done), await filesOf(working), await filesOf(failed)].map(({ length }) => length)).toEqual([
      0, 1, 1,
    ]);
  });

  it('go on in either release, and those it begins still are imports like any', async () => {
    const later = newId();
    await uploadAsBefore(later);
    await advanceAsBefore(later);
    const waiting = await database.query<{ id: string }>(
      `SELECT import_id AS id FROM completion_import WHERE state = 'WORKING' ORDER BY uploaded_at`,
    );
    expect(waiting.map(({ id }) => id)).toEqual([working, later]);
    expect(await imports.get(database, later)).toMatchObject({ kind: 'completions', rowsTotal: 1_200, rowsTaken: 998 });
    await finishAsBefore(later);
    expect(await imports.get(database, later)).toMatchObject({ state: 'DONE', rowsTotal: 1_000 });
    expect(await filesOf(later)).toEqual([]);
  });

  it('go by its sweep as by the new one, and no other kind goes with them', async () => {
    const other = newId();
    await database.execute(
      `INSERT INTO file_import (import_id, kind, state, file_name, file_bytes, content_hash, uploaded_by) VALUES ($1, 'other', 'DONE', 'x', 1, 'x', 'y')`,
      [other],
    );
    await database.execute(`UPDATE file_import SET changed_at = now() - interval '91 days'`);
    await database.execute(
      `DELETE FROM completion_import WHERE state <> 'WORKING' AND changed_at < now() - make_interval(days => $1)`,
      [90],
    );
    expect(await imports.find(database, done)).toBeUndefined();
    expect((await imports.get(database, other)).kind).toBe('other');
    expect((await imports.get(database, working)).state).toBe('WORKING');
    expect((await pageOfRefusals(database, done, { limit: 5 })).items).toEqual([]);
  });
});
