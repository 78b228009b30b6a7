import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { InventedCompletion } from '../load/completions.js';

/** What the first job carries: as much as Betang's event. */
export type CompletionJob = Omit<InventedCompletion['details'], 'programmeId' | 'sessionId'> & {
  readonly completionId: string;
  readonly employeeId: string;
};

/** What the second job carries. */
export interface HoursJob {
  readonly entryId: string;
  readonly completionId: string;
  readonly employeeId: string;
  readonly pathCode: string;
  readonly year: number;
  readonly month: number;
  readonly earned: number;
  readonly counted: number;
}

type Client = Pick<pg.ClientBase, 'query'>;

const COMPLETION = `completion_id, employee_id, title, organiser, path_code, scope, quantity_hundredths, started_on, completed_on, certificate_number, recorded_by`;

/** As Betang's own command: the completion, its audit entry, and the answer under its Idempotency-Key. */
const ONE = `WITH completed AS (INSERT INTO training_catalog.completion (${COMPLETION}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'bench')),
  audited AS (INSERT INTO training_catalog.audit_entry (actor, action, object_type, object_id) VALUES ('bench', 'record-completion', 'completion', $1::uuid::text))
  INSERT INTO training_catalog.idempotency_key (actor, key, method_path, request_hash, status, response)
  VALUES ('bench', $1::uuid::text, 'POST /completions', $11, 201, jsonb_build_object('completionId', $1::uuid))`;

const MANY = `INSERT INTO training_catalog.completion (${COMPLETION})
  SELECT i, e, t, o, p, s, q, f, l, c, 'bench'
    FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::date[], $9::date[], $10::text[])
      AS u(i, e, t, o, p, s, q, f, l, c)`;

/** The ledger entry once (its business key), and the person's year with it: idempotent however often a job runs. */
const BOOK = `WITH entry AS (
  INSERT INTO learning_hours.ledger_entry (entry_id, completion_id, ordinal, employee_id, year, month, path_code, scope, unit, quantity_hundredths,
      rule_version, earned, counted, reason, title, organiser, started_on, completed_on, event_id)
    SELECT i, i, 1, e, extract(year FROM l)::smallint, extract(month FROM l)::smallint, p, s, 'PROGRAM_JP', q, 'bench', q, q, 'COMPLETED', t, o, f, l, i::text
      FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::integer[], $8::date[], $9::date[])
        AS u(i, e, t, o, p, s, q, f, l)
    ON CONFLICT (completion_id, ordinal) DO NOTHING RETURNING employee_id, year, counted)
  INSERT INTO learning_hours.person_year AS y (employee_id, year, earned, counted, entries)
    SELECT employee_id, year, sum(counted), sum(counted), count(*) FROM entry GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (employee_id, year) DO UPDATE SET earned = y.earned + EXCLUDED.earned, counted = y.counted + EXCLUDED.counted, entries = y.entries + EXCLUDED.entries`;

/** The figures by person and month, each entry once. */
const REPORT = `WITH given AS (SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::int[], $5::bigint[]) AS u(entry_id, employee_id, year, month, counted)),
  fresh AS (INSERT INTO reporting.hours_entry (entry_id) SELECT entry_id FROM given ON CONFLICT DO NOTHING RETURNING entry_id)
  INSERT INTO reporting.employee_month AS t (employee_id, year, month, counted, entries)
  SELECT employee_id, year, month, sum(counted), count(*) FROM given JOIN fresh USING (entry_id) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
  ON CONFLICT (employee_id, year, month) DO UPDATE SET counted = t.counted + EXCLUDED.counted, entries = t.entries + EXCLUDED.entries`;

export function completionJob({ completionId, employeeId, details }: InventedCompletion): CompletionJob {
  const { programmeId: _programme, sessionId: _session, ...rest } = details;
  return { completionId, employeeId, ...rest };
}

export function hoursJob(job: CompletionJob): HoursJob {
  const { completionId, employeeId, pathCode, quantityHundredths: hours, completedOn } = job;
  const [year, month] = completedOn.split('-').map(Number);
  return {
    entryId: completionId,
    completionId,
    employeeId,
    pathCode,
    year: year!,
    month: month!,
    earned: hours,
    counted: hours,
  };
}

export async function recordOne(client: Client, completion: InventedCompletion): Promise<void> {
  const job = completionJob(completion);
  const hash = createHash('sha256').update(JSON.stringify(completion.details)).digest();
  const values = [...columnsOf([job]), [job.certificateNumber]].map(([value]) => value);
  await client.query({ name: 'peer-one', text: ONE, values: [...values, hash] });
}

export async function recordMany(client: Client, completions: readonly InventedCompletion[]): Promise<void> {
  const jobs = completions.map(completionJob);
  const values = [...columnsOf(jobs), jobs.map(({ certificateNumber }) => certificateNumber)];
  await client.query({ name: 'peer-many', text: MANY, values });
}

/** The first effect, in one statement. */
export async function bookHours(client: Client, jobs: readonly CompletionJob[]): Promise<void> {
  await client.query({ name: 'peer-book', text: BOOK, values: columnsOf(jobs) });
}

/** The second effect, in one statement. */
export async function reportHours(client: Client, jobs: readonly HoursJob[]): Promise<void> {
  const values = [
    jobs.map(({ entryId }) => entryId),
    jobs.map(({ employeeId }) => employeeId),
    jobs.map(({ year }) => year),
    jobs.map(({ month }) => month),
    jobs.map(({ counted }) => counted),
  ];
  await client.query({ name: 'peer-report', text: REPORT, values });
}

export async function inTransaction(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query('BEGIN');
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    failure = error as Error;
    throw error;
  } finally {
    client.release(failure);
  }
}

function columnsOf(jobs: readonly CompletionJob[]): unknown[][] {
  return [
    jobs.map(({ completionId }) => completionId),
    jobs.map(({ employeeId }) => employeeId),
    jobs.map(({ title }) => title),
    jobs.map(({ organiser }) => organiser),
    jobs.map(({ pathCode }) => pathCode),
    jobs.map(({ scope }) => scope),
    jobs.map(({ quantityHundredths }) => quantityHundredths),
    jobs.map(({ startedOn }) => startedOn),
    jobs.map(({ completedOn }) => completedOn),
  ];
}
