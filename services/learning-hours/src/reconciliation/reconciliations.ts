import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  FileImports,
  ListQuery,
  type FieldProblem,
  type ListDefinition,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { Siasn, type SiasnObstacle } from '../siasn/siasn-course.js';
import { completeRecord, type RecordCompletion, type StillIncomplete } from './complete-record.decision.js';
import { reconcile } from './reconcile.decision.js';
import { COURSE_IMPORT } from './reconciliation-queue.js';
import type { ReconciliationLinesQuery, ResolveLineDto } from './reconciliation.dto.js';
import {
  completeLine,
  countLines,
  findLine,
  findReconciliation,
  heldElsewhere,
  insertReconciliation,
  loadLinks,
  loadOwnCourses,
  setRunState,
  type Reconciliation,
} from './reconciliation-store.js';

const LINES: ListDefinition = {
  select: `SELECT l.line_id::float8 AS "lineId", l.row_number AS "rowNumber", l.employee_id AS "employeeId", p.name, l.siasn_id AS "siasnId", l.theirs,
      l.completion_id AS "completionId", l.ours, l.action, l.differences, l.reasons, l.as_received AS "asReceived", l.resolution, l.state, l.failure_code AS "failureCode"
    FROM reconciliation_line AS l LEFT JOIN person AS p ON p.employee_id = l.employee_id`,
  sorts: { line: { sql: 'l.line_id', type: 'bigint' } },
  defaultSort: 'line',
  key: { sql: 'l.line_id', type: 'bigint' },
};

/** People of a run of the web service: those named, or everyone in service of an agency. */
const ADD_PEOPLE = `INSERT INTO reconciliation_person (reconciliation_id, employee_id, employee_number)
  SELECT $1, employee_id, employee_number FROM person
   WHERE employee_number IS NOT NULL AND left_on IS NULL AND (employee_id = ANY($2::uuid[]) OR agency_id = $3)`;

/** Comparisons of SIASN's course records with ours, and what officers decide about them. */
@Injectable()
export class Reconciliations {
  constructor(
    private readonly imports: FileImports,
    private readonly siasn: Siasn,
    private readonly audit: Audit,
    private readonly config: LearningHoursConfig,
  ) {}

  /** Begins a comparison with a file. Throws what {@link FileImports.begin} throws. */
  async beginFile(
    tx: Transaction,
    file: { readonly name: string; readonly content: Buffer; readonly year: number | null },
    actor: string,
  ): Promise<{ reconciliationId: string; state: string }> {
    const reconciliationId = newId();
    const { year } = file;
    await insertReconciliation(tx, { reconciliationId, source: 'FILE', year, state: 'READING', startedBy: actor });
    const parameters = { reconciliationId };
    const { importId } = await this.imports.begin(tx, {
      kind: COURSE_IMPORT,
      fileName: file.name,
      content: file.content,
      parameters,
      uploadedBy: actor,
    });
    await this.record(tx, actor, 'upload-siasn-courses', reconciliationId, { importId });
    return { reconciliationId, state: 'READING' };
  }

  /** Begins a comparison with the web service. Throws `siasn-off` (409), `reconciliation-nobody` (422). */
  async beginPull(
    tx: Transaction,
    who: { readonly employeeIds: readonly string[]; readonly agencyId: string | null; readonly year: number | null },
    actor: string,
  ): Promise<{ reconciliationId: string; state: string }> {
    if (!this.siasn.on) throw new AppError('siasn-off', { status: 409 });
    const reconciliationId = newId();
    const { year } = who;
    await insertReconciliation(tx, { reconciliationId, source: 'SIASN', year, state: 'MATCHING', startedBy: actor });
    const people = await tx.execute(ADD_PEOPLE, [reconciliationId, who.employeeIds, who.agencyId]);
    if (people === 0) throw new AppError('reconciliation-nobody', { status: 422 });
    await this.record(tx, actor, 'pull-siasn-courses', reconciliationId, { people });
    return { reconciliationId, state: 'MATCHING' };
  }

  /** Throws `reconciliation-not-found` (404). */
  async report(db: SqlClient, id: string) {
    const run = await getReconciliation(db, id);
    const [refused] = await db.query<{ rows: number }>(
      `SELECT coalesce(sum(rows_refused), 0)::integer AS rows FROM file_import WHERE kind = $1 AND parameters ->> 'reconciliationId' = $2`,
      [COURSE_IMPORT, id],
    );
    const [failed] = await db.query<{ code: string | null }>(
      `SELECT failure_code AS code FROM file_import WHERE kind = $1 AND parameters ->> 'reconciliationId' = $2 AND state = 'FAILED'`,
      [COURSE_IMPORT, id],
    );
    const state = failed ? 'FAILED' : run.state;
    const failureCode = failed?.code ?? run.failureCode;
    return {
      ...reconciliationView(run),
      state,
      failureCode,
      lines: await countLines(db, id),
      rowsRefused: refused?.rows ?? 0,
    };
  }

  lines(id: string, query: ReconciliationLinesQuery) {
    return new ListQuery(LINES, query)
      .where('l.reconciliation_id = ?', id)
      .where('l.action = ?', query.action)
      .where('l.state = ?', query.state)
      .where('l.employee_id = ?', query.employeeId)
      .build();
  }

  /** Says what is to become of open lines. Throws `reconciliation-not-ready` (409). */
  async resolve(tx: Transaction, id: string, lines: readonly ResolveLineDto[], actor: string): Promise<number> {
    await this.getReady(tx, id);
    const resolved = await tx.execute(
      `UPDATE reconciliation_line AS l SET resolution = u.r, state = CASE WHEN u.r = 'SKIP' THEN 'SKIPPED' ELSE 'OPEN' END
         FROM unnest($2::bigint[], $3::text[]) AS u(i, r)
        WHERE l.reconciliation_id = $1 AND l.line_id = u.i AND l.state IN ('OPEN', 'SKIPPED') AND (u.r = 'SKIP' OR l.action = 'REVIEW')
          -- What cannot be taken in would be marked as done and be nowhere.
          AND (u.r <> 'TAKE_THEIRS' OR cardinality(l.reasons) = 0)`,
      [id, lines.map(({ lineId }) => lineId), lines.map(({ resolution }) => resolution)],
    );
    await this.record(tx, actor, 'resolve-reconciliation', id, { lines: resolved });
    return resolved;
  }

  /**
   * Completes a record of theirs with what its certificate says, and compares it anew. Throws `reconciliation-not-ready` (409),
   * `reconciliation-line-not-found` (404), `siasn-record-complete` (409), `siasn-record-incomplete` (422).
   */
  async complete(
    tx: Transaction,
    { id, lineId }: { readonly id: string; readonly lineId: number },
    { reason, ...given }: RecordCompletion & { readonly reason: string },
    actor: string,
  ): Promise<{ lineId: number; action: string }> {
    const run = await this.getReady(tx, id);
    const line = await findLine(tx, id, lineId);
    if (line?.theirs == null) throw new AppError('reconciliation-line-not-found', { status: 404 });
    if (line.reasons.length === 0 || line.state !== 'OPEN')
      throw new AppError('siasn-record-complete', { status: 409 });
    const completed = completeRecord(line.theirs, given, this.config);
    if (!('course' in completed))
      throw new AppError('siasn-record-incomplete', {
        status: 422,
        params: { lacking: completed.obstacles.join(', ') },
        errors: fieldsLacking(completed),
      });
    const links = await loadLinks(tx, line.siasnId === null ? [] : [line.siasnId]);
    const own = (await loadOwnCourses(tx, [line.employeeId], run.year, links)).get(line.employeeId) ?? [];
    const held = await heldElsewhere(tx, line, id);
    const [compared] = reconcile(
      [{ course: completed.course, linkedTo: links.get(line.siasnId ?? '') }],
      own.filter(({ completionId }) => !held.has(completionId)),
      this.config,
    );
    const { action, differences, obstacles, ours } = compared!;
    await completeLine(tx, id, {
      ...{ line, course: completed.course, action, differences, obstacles, ours, actor, reason },
    });
    await this.record(tx, actor, 'complete-siasn-record', id, { lineId, fields: Object.keys(given), reason });
    return { lineId, action };
  }

  /** Lets the lines take effect. Throws `reconciliation-not-ready` (409), `siasn-off` (409) where something is to be sent. */
  async apply(tx: Transaction, id: string, pushOurs: boolean, actor: string): Promise<void> {
    await this.getReady(tx, id);
    if (pushOurs && !this.siasn.on) throw new AppError('siasn-off', { status: 409 });
    await tx.execute('UPDATE reconciliation SET push_ours = $2 WHERE reconciliation_id = $1', [id, pushOurs]);
    await setRunState(tx, id, 'APPLYING');
    await this.record(tx, actor, 'apply-reconciliation', id, { pushOurs });
  }

  private async getReady(tx: Transaction, id: string): Promise<Reconciliation> {
    const run = await getReconciliation(tx, id, true);
    if (run.state !== 'READY') throw new AppError('reconciliation-not-ready', { status: 409 });
    return run;
  }

  private async record(tx: Transaction, actor: string, action: string, id: string, after: Record<string, unknown>) {
    await this.audit.record(tx, { actor, action, object: { type: 'reconciliation', id }, after });
  }
}

const FIELDS: Readonly<Record<SiasnObstacle, string>> = {
  'day-missing': 'startedOn',
  'title-missing': 'title',
  'type-unknown': 'typeId',
  'hours-missing': 'hours',
  'ends-before-start': 'completedOn',
  'amount-impossible': 'hours',
  'taken-back': 'lineId',
};

function fieldsLacking({ obstacles, tooMuch }: StillIncomplete): FieldProblem[] {
  const params = tooMuch?.params ?? {};
  return obstacles.map((code) => ({ field: FIELDS[code], code: `siasn-obstacle.${code}`, params }));
}

/** Throws `reconciliation-not-found` (404). */
export async function getReconciliation(db: SqlClient, id: string, lock = false): Promise<Reconciliation> {
  const run = await findReconciliation(db, id, lock);
  if (!run) throw new AppError('reconciliation-not-found', { status: 404 });
  return run;
}

export function reconciliationView({ afterEmployee: _place, pushOurs: _push, ...view }: Reconciliation) {
  return view;
}
