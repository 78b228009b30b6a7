import type { SqlClient, Transaction } from '../database/transaction.js';
import { AppError } from '../errors/app-error.js';
import { currentRequest } from '../request/request-context.js';
import type { IdempotentRequest } from './idempotent-request.js';

/** What was answered. The body is kept as JSON. */
export interface StoredAnswer<T = unknown> {
  readonly status: number;
  readonly body: T;
}

const INSERT =
  'INSERT INTO idempotency_key (actor, key, method_path, request_hash, status, response) VALUES ($1, $2, $3, $4, $5, $6)';
const SWEEP_ROWS = 1_000;

/**
 * The answers already given, in the service's own schema. The key is written last, by one INSERT in the transaction of
 * the effect: the common case pays for nothing else. A second request under the same key breaks on its primary key
 * (waiting for the first one, if that is still running), rolls its own effect back, and finds the stored answer.
 */
export class IdempotencyStore {
  /** Writes the answer in the transaction of its effect; a key already taken fails with SQLSTATE 23505. */
  async save(transaction: Transaction, request: IdempotentRequest, answer: StoredAnswer): Promise<void> {
    const { actor, key, methodPath, requestHash } = request;
    const response = JSON.stringify(answer.body ?? null);
    const values = [actor, key, methodPath, requestHash, answer.status, response];
    await transaction.prepared('platform.idempotency.save', INSERT, values);
    currentRequest()?.command?.noteAnswer(transaction);
  }

  /**
   * The answer to an earlier sending of the same request. Throws `idempotency-key-reused` (409) when the key belongs to
   * another request of the same caller.
   */
  async findAnswer(client: SqlClient, request: IdempotentRequest): Promise<StoredAnswer | undefined> {
    const [row] = await client.query<{ method_path: string; request_hash: Buffer; status: number; response: unknown }>(
      'SELECT method_path, request_hash, status, response FROM idempotency_key WHERE actor = $1 AND key = $2',
      [request.actor, request.key],
    );
    if (row === undefined) return undefined;
    if (row.method_path !== request.methodPath || !row.request_hash.equals(request.requestHash))
      throw new AppError('idempotency-key-reused', { status: 409, field: 'Idempotency-Key' });
    currentRequest()?.command?.noteReplay();
    return { status: row.status, body: row.response };
  }

  /** Forgets keys older than a number of days, a thousand a call; answers how many. Callers repeat it until it is 0. */
  async sweep(client: SqlClient, olderThanDays: number): Promise<number> {
    return client.execute(
      `DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM idempotency_key WHERE created_at < now() - make_interval(days => $1) LIMIT ${SWEEP_ROWS}))`,
      [olderThanDays],
    );
  }
}
