import type { SqlClient } from '@betang/platform';
import { certificateNumberOf } from '../ledger/certificate-corrections.js';
import type { OwnCourse, SiasnCourse, SiasnRecord } from '../siasn/siasn-course.js';

export interface Reconciliation {
  readonly reconciliationId: string;
  readonly source: 'FILE' | 'SIASN';
  readonly year: number | null;
  readonly state: 'READING' | 'MATCHING' | 'READY' | 'APPLYING' | 'DONE' | 'FAILED';
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly failureCode: string | null;
  readonly afterEmployee: string | null;
  readonly people: number;
  readonly pushOurs: boolean;
}

export interface ReconciliationLine {
  readonly lineId: number;
  readonly employeeId: string;
  readonly rowNumber: number | null;
  readonly siasnId: string | null;
  readonly theirs: SiasnRecord | null;
  readonly completionId: string | null;
  readonly ours: OwnCourse | null;
  readonly action: string | null;
  readonly differences: readonly string[];
  readonly reasons: readonly string[];
  readonly resolution: string | null;
  readonly state: string;
}

const COLUMNS = `reconciliation_id AS "reconciliationId", source, year, state, started_by AS "startedBy", started_at AS "startedAt",
  finished_at AS "finishedAt", failure_code AS "failureCode", after_employee AS "afterEmployee", people, push_ours AS "pushOurs"`;

export const LINE_COLUMNS = `line_id::float8 AS "lineId", employee_id AS "employeeId", row_number AS "rowNumber", siasn_id AS "siasnId", theirs,
  completion_id AS "completionId", ours, action, differences, reasons, resolution, state`;

const OWN = `SELECT entry.employee_id AS "employeeId", entry.completion_id AS "completionId", entry.title, entry.organiser, entry.path_code AS "pathCode",
    entry.scope, entry.unit, entry.quantity_hundredths AS "quantityHundredths", entry.earned, ${certificateNumberOf('entry')} AS "certificateNumber",
    entry.started_on AS "startedOn", entry.completed_on AS "completedOn", entry.source
  FROM ledger_entry AS entry
 WHERE entry.employee_id = ANY($1::uuid[]) AND ($2::smallint IS NULL OR entry.year = $2 OR entry.completion_id = ANY($3::uuid[])) AND entry.reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)
 ORDER BY entry.seq`;

export async function insertReconciliation(
  tx: SqlClient,
  run: Pick<Reconciliation, 'reconciliationId' | 'source' | 'year' | 'state' | 'startedBy'>,
): Promise<void> {
  await tx.execute(
    'INSERT INTO reconciliation (reconciliation_id, source, year, state, started_by) VALUES ($1, $2, $3, $4, $5)',
    [run.reconciliationId, run.source, run.year, run.state, run.startedBy],
  );
}

export async function findReconciliation(db: SqlClient, id: string, lock = false): Promise<Reconciliation | undefined> {
  const [row] = await db.query<Reconciliation>(
    `SELECT ${COLUMNS} FROM reconciliation WHERE reconciliation_id = $1${lock ? ' FOR UPDATE' : ''}`,
    [id],
  );
  return row;
}

/** Newest first: ids count up with time. */
export function listReconciliations(db: SqlClient, before: unknown, limit: number): Promise<Reconciliation[]> {
  return db.query<Reconciliation>(
    `SELECT ${COLUMNS} FROM reconciliation WHERE $1::uuid IS NULL OR reconciliation_id < $1 ORDER BY reconciliation_id DESC LIMIT $2`,
    [before, limit],
  );
}

/** Lines of a run by action and state. */
export function countLines(db: SqlClient, id: string): Promise<{ action: string; state: string; lines: number }[]> {
  return db.query(
    `SELECT coalesce(action, 'WAITING') AS action, state, count(*)::integer AS lines FROM reconciliation_line WHERE reconciliation_id = $1
      GROUP BY 1, 2 ORDER BY 1, 2`,
    [id],
  );
}

export async function setRunState(
  tx: SqlClient,
  id: string,
  state: Reconciliation['state'],
  failureCode: string | null = null,
): Promise<void> {
  await tx.execute(
    `UPDATE reconciliation SET state = $2, failure_code = $3, after_employee = CASE WHEN $2 IN ('READY', 'APPLYING') THEN NULL ELSE after_employee END,
       finished_at = CASE WHEN $2 IN ('DONE', 'FAILED') THEN now() END WHERE reconciliation_id = $1`,
    [id, state, failureCode],
  );
}

/** Entries in force of the people, of a year or linked to a record of theirs, by person, in the order of their recording. */
export async function loadOwnCourses(
  db: SqlClient,
  employeeIds: readonly string[],
  year: number | null,
  links: ReadonlyMap<string, string>,
): Promise<Map<string, OwnCourse[]>> {
  const rows = await db.query<OwnCourse & { employeeId: string }>(OWN, [employeeIds, year, [...links.values()]]);
  const byPerson = new Map<string, OwnCourse[]>();
  for (const { employeeId, ...own } of rows) {
    const known = byPerson.get(employeeId);
    if (known) known.push(own);
    else byPerson.set(employeeId, [own]);
  }
  return byPerson;
}

/** Completions linked to records of SIASN. */
export async function loadLinks(db: SqlClient, siasnIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ siasnId: string; completionId: string }>(
    'SELECT siasn_id AS "siasnId", completion_id AS "completionId" FROM siasn_link WHERE siasn_id = ANY($1::text[])',
    [siasnIds],
  );
  return new Map(rows.map(({ siasnId, completionId }) => [siasnId, completionId]));
}

export async function writeLinks(
  tx: SqlClient,
  links: readonly { siasnId: string; completionId: string; employeeId: string; pushed: boolean }[],
): Promise<void> {
  if (links.length === 0) return;
  await tx.execute(
    `INSERT INTO siasn_link (siasn_id, completion_id, employee_id, pushed)
     SELECT * FROM unnest($1::text[], $2::uuid[], $3::uuid[], $4::boolean[]) ON CONFLICT DO NOTHING`,
    [
      links.map(({ siasnId }) => siasnId),
      links.map(({ completionId }) => completionId),
      links.map(({ employeeId }) => employeeId),
      links.map(({ pushed }) => pushed),
    ],
  );
}

export async function insertLines(
  tx: SqlClient,
  id: string,
  lines: readonly (Pick<ReconciliationLine, 'employeeId' | 'rowNumber' | 'theirs'> &
    Partial<Pick<ReconciliationLine, 'ours' | 'action' | 'differences' | 'reasons'>>)[],
): Promise<number> {
  if (lines.length === 0) return 0;
  return tx.execute(
    `INSERT INTO reconciliation_line (reconciliation_id, employee_id, row_number, siasn_id, theirs, completion_id, ours, action, differences, reasons)
     SELECT $1, e, r, s, t, c, o, a, ARRAY(SELECT jsonb_array_elements_text(d)), ARRAY(SELECT jsonb_array_elements_text(w))
       FROM unnest($2::uuid[], $3::integer[], $4::text[], $5::jsonb[], $6::uuid[], $7::jsonb[], $8::text[], $9::jsonb[], $10::jsonb[])
         AS u(e, r, s, t, c, o, a, d, w)
     ON CONFLICT (reconciliation_id, row_number) DO NOTHING`,
    [
      id,
      lines.map(({ employeeId }) => employeeId),
      lines.map(({ rowNumber }) => rowNumber),
      lines.map(({ theirs }) => theirs?.siasnId ?? null),
      lines.map(({ theirs }) => (theirs ? JSON.stringify(theirs) : null)),
      lines.map(({ ours }) => ours?.completionId ?? null),
      lines.map(({ ours }) => (ours ? JSON.stringify(ours) : null)),
      lines.map(({ action }) => action ?? null),
      lines.map(({ differences }) => JSON.stringify(differences ?? [])),
      lines.map(({ reasons }) => JSON.stringify(reasons ?? [])),
    ],
  );
}

/** A line of a run, locked; undefined where the run has none of that number. */
export async function findLine(tx: SqlClient, id: string, lineId: number): Promise<ReconciliationLine | undefined> {
  const [line] = await tx.query<ReconciliationLine>(
    `SELECT ${LINE_COLUMNS} FROM reconciliation_line WHERE reconciliation_id = $1 AND line_id = $2 FOR UPDATE`,
    [id, lineId],
  );
  return line;
}

/** Completions of the person that another record of the run is known to be. */
export async function heldElsewhere(
  tx: SqlClient,
  { employeeId, lineId }: Pick<ReconciliationLine, 'employeeId' | 'lineId'>,
  id: string,
): Promise<Set<string>> {
  const rows = await tx.query<{ completionId: string }>(
    `SELECT completion_id AS "completionId" FROM reconciliation_line
      WHERE reconciliation_id = $1 AND employee_id = $2 AND line_id <> $3 AND theirs IS NOT NULL AND completion_id IS NOT NULL`,
    [id, employeeId, lineId],
  );
  return new Set(rows.map(({ completionId }) => completionId));
}

/** Puts a completed record in the place of what was received, which stays beside it; what it turned out to be is not sent a second time. */
export async function completeLine(
  tx: SqlClient,
  id: string,
  done: {
    readonly line: Pick<ReconciliationLine, 'lineId'>;
    readonly course: SiasnCourse;
    readonly action: string;
    readonly differences: readonly string[];
    readonly obstacles: readonly string[];
    readonly ours: OwnCourse | null;
    readonly actor: string;
    readonly reason: string;
  },
): Promise<void> {
  const { line, course, action, differences, obstacles, ours, actor, reason } = done;
  await tx.execute(
    `UPDATE reconciliation_line SET as_received = coalesce(as_received, theirs), theirs = $3, action = $4, differences = $5::text[], reasons = $10::text[],
       completion_id = $6, ours = $7, completed_by = $8, completed_reason = $9, completed_at = now()
      WHERE reconciliation_id = $1 AND line_id = $2`,
    [
      id,
      line.lineId,
      JSON.stringify(course),
      action,
      differences,
      ours?.completionId ?? null,
      ours === null ? null : JSON.stringify(ours),
      actor,
      reason,
      obstacles,
    ],
  );
  await tx.execute(
    `UPDATE reconciliation_line SET state = 'SKIPPED' WHERE reconciliation_id = $1 AND theirs IS NULL AND completion_id = $2 AND state = 'OPEN'`,
    [id, ours?.completionId ?? null],
  );
}

/** A person of whom SIASN told nothing that can be read. */
export async function insertFailedPerson(tx: SqlClient, id: string, employeeId: string, code: string): Promise<void> {
  await tx.execute(
    `INSERT INTO reconciliation_line (reconciliation_id, employee_id, action, state, failure_code, done_at)
     VALUES ($1, $2, 'CANNOT_TAKE_IN', 'FAILED', $3, now())`,
    [id, employeeId, code],
  );
}

/** What keeps a run that will go on by itself. */
export async function noteObstacle(db: SqlClient, id: string, code: string): Promise<void> {
  await db.execute(
    `UPDATE reconciliation SET failure_code = $2 WHERE reconciliation_id = $1 AND state IN ('MATCHING', 'APPLYING')`,
    [id, code],
  );
}

/** Puts a run that was being applied back to where an officer applies it; false for one that was not. */
export async function holdApplying(db: SqlClient, id: string, code: string): Promise<boolean> {
  const held = await db.execute(
    `UPDATE reconciliation SET state = 'READY', failure_code = $2 WHERE reconciliation_id = $1 AND state = 'APPLYING'`,
    [id, code],
  );
  return held > 0;
}
