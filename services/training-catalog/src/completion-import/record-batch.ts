import { newId } from '@betang/contracts';
import type { Outbox } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import type { CourseColumns } from '../completion-file/course-columns.js';
import type { FileRow } from '../completion-file/course-rows.js';
import { readCourseRow, type CourseRecord } from '../completion-file/read-course-row.decision.js';
import type { Completion } from '../completions/completion.js';
import { trainingCompleted } from '../completions/record-completion.js';
import { findByNumbers } from '../employees/employee-directory.js';
import { insertRefused, type BatchFigures, type RefusedRow } from './import-store.js';

/** Good rows become completions; a record that is on record already, or twice in the file, adds nothing. */
const INSERT = `INSERT INTO completion (completion_id, employee_id, title, organiser, path_code, scope, quantity_hundredths, started_on, completed_on,
    certificate_number, source_key, import_id, recorded_by)
  SELECT i, e, t, o, p, s, q, f, l, c, k, $12, $13
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::date[], $9::date[], $10::text[], $11::text[])
      AS u(i, e, t, o, p, s, q, f, l, c, k)
  ON CONFLICT (source_key) WHERE source_key IS NOT NULL AND revoked_at IS NULL DO NOTHING
  RETURNING completion_id AS id`;

export interface BatchContext {
  readonly importId: string;
  readonly uploadedBy: string;
  readonly columns: CourseColumns;
  readonly today: string;
  readonly outbox: Outbox;
}

interface FoundRecord {
  readonly completion: Completion;
  readonly sourceKey: string;
}

/** Records the good rows of a batch with their events, keeps the bad ones with their reasons, and says how many there were of each. */
export async function recordBatch(
  tx: Transaction,
  rows: readonly FileRow[],
  context: BatchContext,
): Promise<BatchFigures> {
  const refused: RefusedRow[] = [];
  const good: { row: FileRow; record: CourseRecord }[] = [];
  for (const row of rows) {
    const result = readCourseRow(row.cells, context.columns, context.today);
    if ('record' in result) good.push({ row, record: result.record });
    else refused.push({ ...row, problems: result.problems });
  }
  const people = await findByNumbers(tx, [...new Set(good.map(({ record }) => record.employeeNumber))]);
  const found: FoundRecord[] = [];
  for (const { row, record } of good) {
    const employeeId = people.get(record.employeeNumber);
    if (employeeId === undefined)
      refused.push({ ...row, problems: [{ field: 'employeeNumber', code: 'completion.person-unknown' }] });
    else
      found.push({ completion: { ...record.details, completionId: newId(), employeeId }, sourceKey: record.sourceKey });
  }
  const recorded = await insertCompletions(tx, found, context);
  const cause = { actor: context.uploadedBy, correlationId: context.importId };
  await context.outbox.append(
    tx,
    recorded.map((completion) => trainingCompleted(completion, cause)),
  );
  await insertRefused(tx, context.importId, refused);
  const repeated = found.length - recorded.length;
  return { read: rows.length, recorded: recorded.length, repeated, refused: refused.length };
}

async function insertCompletions(
  tx: Transaction,
  found: readonly FoundRecord[],
  context: BatchContext,
): Promise<Completion[]> {
  if (found.length === 0) return [];
  const completions = found.map(({ completion }) => completion);
  const inserted = await tx.query<{ id: string }>(INSERT, [
    completions.map(({ completionId }) => completionId),
    completions.map(({ employeeId }) => employeeId),
    completions.map(({ title }) => title),
    completions.map(({ organiser }) => organiser),
    completions.map(({ pathCode }) => pathCode),
    completions.map(({ scope }) => scope),
    completions.map(({ quantityHundredths }) => quantityHundredths),
    completions.map(({ startedOn }) => startedOn),
    completions.map(({ completedOn }) => completedOn),
    completions.map(({ certificateNumber }) => certificateNumber),
    found.map(({ sourceKey }) => sourceKey),
    context.importId,
    context.uploadedBy,
  ]);
  const ids = new Set(inserted.map(({ id }) => id));
  return completions.filter(({ completionId }) => ids.has(completionId));
}
