import { newId } from '@betang/contracts';
import { createHash } from 'node:crypto';
import { closedLoop } from '../load/closed-loop.js';
import { inventCompletion, type InventedCompletion } from '../load/completions.js';
import { openClients, type RawLoad } from '../load/raw-clients.js';

/** The rows of one request: completion, audit entry, stored answer, event. */
const STATEMENT = `WITH completed AS (
    INSERT INTO training_catalog.completion (completion_id, employee_id, title, organiser, path_code, scope, quantity_hundredths, started_on,
      completed_on, certificate_number, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'bench')),
  audited AS (INSERT INTO training_catalog.audit_entry (actor, action, object_type, object_id) VALUES ('bench', 'record-completion', 'completion', $1::uuid::text)),
  answered AS (INSERT INTO training_catalog.idempotency_key (actor, key, method_path, request_hash, status, response)
    VALUES ('bench', $1::uuid::text, 'POST /completions', $11, 201, jsonb_build_object('completionId', $1::uuid)))
  INSERT INTO training_catalog.outbox (destination, generation, bucket, id, audience, type, subject, time, actor, body)
  VALUES ('local', 1, $12, $13, 'local', 'betang.training-catalog.training-completed.v1', $2::uuid::text, now(), 'bench', $14)`;

/** Commands a second of the same rows in one prepared statement each, over bare connections. */
export async function measureRawWrites(load: RawLoad): Promise<number> {
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
  const { title, organiser, pathCode, scope, quantityHundredths, startedOn, completedOn, certificateNumber } = details;
  const body = Buffer.from(JSON.stringify({ completionId, employeeId, ...details }));
  return [
    completionId,
    employeeId,
    title,
    organiser,
    pathCode,
    scope,
    quantityHundredths,
    startedOn,
    completedOn,
    certificateNumber,
    createHash('sha256').update(body).digest(),
    `years-10:${new Date().toISOString().slice(0, 7)}`,
    newId(),
    body,
  ];
}
