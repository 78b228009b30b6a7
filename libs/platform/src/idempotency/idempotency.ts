import type { ServiceDatabase } from '../database/service-database.js';
import { gaveWay } from '../errors/sql-state.js';
import type { Transaction } from '../database/transaction.js';
import type { IdempotencyStore, StoredAnswer } from './idempotency-store.js';
import type { IdempotentRequest } from './idempotent-request.js';
import { OnceAnswer } from './once-answer.js';

const CREATED = 201;
/** Times in all that a command is begun which the database gives up for others. */
const TRIES = 3;

/** Makes commands take effect once however often they are sent. */
export class Idempotency {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly store: IdempotencyStore,
  ) {}

  /**
   * Runs a command in one transaction with its key; a repeated request gets the first one's answer. Where two commands wait for each other and the
   * database ends one of them, that one is begun anew: all of it was rolled back, so the work must do nothing that its transaction does not undo.
   */
  run<T>(
    request: IdempotentRequest,
    work: (tx: Transaction) => Promise<T>,
    status: number = CREATED,
  ): Promise<OnceAnswer<T>> {
    return this.once(request, () => this.tryRun(request, work, status, TRIES));
  }

  private async tryRun<T>(
    request: IdempotentRequest,
    work: (tx: Transaction) => Promise<T>,
    status: number,
    tries: number,
  ): Promise<StoredAnswer<T>> {
    try {
      return await this.database.unitOfWork.run(async (tx) => {
        const body = await work(tx);
        await this.store.save(tx, request, { status, body });
        return { status, body };
      });
    } catch (error) {
      if (tries <= 1 || !gaveWay(error)) throw error;
      return this.tryRun(request, work, status, tries - 1);
    }
  }

  /**
   * For a command that writes its key itself, in its own single statement, and for one that does more than its transaction (`run` within it).
   * Whatever the work fails with, the stored answer comes first: a repeated command may well break a business rule that its first sending made true.
   */
  async once<T>(
    request: IdempotentRequest,
    work: () => Promise<StoredAnswer<T> | OnceAnswer<T>>,
  ): Promise<OnceAnswer<T>> {
    try {
      const answer = await work();
      return answer instanceof OnceAnswer ? answer : new OnceAnswer(answer.status, answer.body, false);
    } catch (error) {
      const stored = await this.findStored(request, error);
      if (stored === undefined) throw error;
      return new OnceAnswer(stored.status, stored.body as T, true);
    }
  }

  /** While the database is away the work's own error says more than that of the look-up. */
  private async findStored(request: IdempotentRequest, error: unknown): Promise<StoredAnswer | undefined> {
    if (this.database.isTransient(error)) return undefined;
    return this.store.findAnswer(this.database, request);
  }
}
