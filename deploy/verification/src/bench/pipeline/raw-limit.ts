import { newId } from '@betang/contracts';
import { createHash } from 'node:crypto';
import { closedLoop } from '../load/closed-loop.js';
import { inventCompletion, type InventedCompletion } from '../load/completions.js';
import { openClients, type RawLoad } from '../load/raw-clients.js';

/**
 * Every row that a command and its effects leave behind, without those of delivery itself (archive, places, watermarks, cursor): the completion
 * with its audit entry and stored answer, its event; the ledger entry and the person's year, their event; the figures of the person's month.
 */
const STATEMENT = `WITH completed AS (
    INSERT INTO training_catalog.completion (completion_id, employee_id, title, organiser, path_code, scope, quantity_hundredths, started_on,
      completed_on, certificate_number, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'bench')),
  audited AS (INSERT INTO training_catalog.audit_entry (actor, action, object_type, object_id) VALUES ('bench', 'record-completion', 'completion', $1::uuid::text)),
  answered AS (INSERT INTO training_catalog.idempotency_key (actor, key, method_path, request_hash, status, response)
    VALUES ('bench', $1::uuid::text, 'POST /completions', $11, 201, jsonb_build_object('completionId', $1::uuid))),
  told AS (INSERT INTO training_catalog.outbox (destination, generation, bucket, id, audience, type, subject, time, actor, body)
    VALUES ('local', 1, $12, $13, 'local', 'betang.training-catalog.training-completed.v1', $2::uuid::text, now(), 'bench', $14)),
  entered AS (
    INSERT INTO learning_hours.ledger_entry (entry_id, completion_id, ordinal, employee_id, year, month, path_code, scope, unit, quantity_hundredths,
      rule_version, earned, counted, reason, title, organiser, started_on, completed_on, event_id)
    VALUES ($15, $1, 1, $2, $16, $17, $5, $6, 'PROGRAM_JP', $7, 'bench', $7, $7, 'COMPLETED', $3, $4, $8, $9, $13::uuid::text)),
  counted AS (
    INSERT INTO learning_hours.person_year AS y (employee_id, year, earned, counted, entries) VALUES ($2, $16, $7, $7, 1)
    ON CONFLICT (employee_id, year) DO UPDATE SET earned = y.earned + EXCLUDED.earned, counted = y.counted + EXCLUDED.counted, entries = y.entries + 1),
  retold AS (INSERT INTO learning_hours.outbox (destination, generation, bucket, id, audience, type, subject, time, causation_id, body)
    VALUES ('local', 1, $12, $15, 'local', 'betang.learning-hours.hours-recorded.v1', $2::uuid::text, now(), $13::uuid::text, $18)),
  seen AS (INSERT INTO reporting.hours_entry (entry_id) VALUES ($15))
  INSERT INTO reporting.employee_month AS t (employee_id, year, month, counted, entries) VALUES ($2, $16, $17, $7, 1)
  ON CONFLICT (employee_id, year, month) DO UPDATE SET counted = t.counted + EXCLUDED.counted, entries = t.entries + 1`;

/** Commands a second of the same rows in one prepared statement each, over bare connections: no framework, no delivery. */
export async function measureRawLimit(load: RawLoad): Promise<number> {
  const { commands, connections, employeeIds } = load;
  const { clients, close } = await openClients(load);
  const seconds = await closedLoop(commands, connections, (index, connection) =>
    clients[connection]!.query({
      name: 'raw',
      text: STATEMENT,
      values: valuesOf(inventCompletion(index, employeeIds)),
    }),
  );
  await close();
  return commands / seconds;
}

function valuesOf({ completionId, employeeId, details }: InventedCompletion): unknown[] {
  const {
    title,
    organiser,
    pathCode,
    scope,
    quantityHundredths: hours,
    startedOn,
    completedOn,
    certificateNumber,
  } = details;
  const [year, month] = completedOn.split('-').map(Number);
  const entryId = newId();
  const completed = Buffer.from(JSON.stringify({ completionId, employeeId, ...details }));
  const recorded = { entryId, reversesEntryId: null, completionId, employeeId, agencyId: null, employmentStatus: null };
  const hoursRecorded = { ...recorded, year, month, pathCode, earned: hours, counted: hours, ruleVersion: 'bench' };
  return [
    completionId,
    employeeId,
    title,
    organiser,
    pathCode,
    scope,
    hours,
    startedOn,
    completedOn,
    certificateNumber,
    createHash('sha256').update(completed).digest(),
    `years-10:${new Date().toISOString().slice(0, 7)}`,
    newId(),
    completed,
    entryId,
    year,
    month,
    Buffer.from(JSON.stringify(hoursRecorded)),
  ];
}
