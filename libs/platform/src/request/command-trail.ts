import { AppError } from '../errors/app-error.js';

/** What an endpoint that changes something has to leave behind. */
export interface CommandDuties {
  /** `POST /api/learning-hours/v1/me/claims` */
  readonly endpoint: string;
  /** An entry in the audit trail. */
  readonly audited: boolean;
  /** The answer, kept under the request's Idempotency-Key. */
  readonly keyed: boolean;
}

/**
 * What a changing request has left behind so far. It holds two rules: every change is on record, and every command takes effect once. A transaction
 * of the request commits only when an entry and the kept answer are written in it, or were committed before. Held in memory alone, so that it
 * costs no statement.
 */
export class CommandTrail {
  /** Open transactions that hold an entry, and those that hold the answer. */
  private readonly entered = new Set<object>();
  private readonly answered = new Set<object>();
  /** Those in which everything was found as it was asked to be. */
  private readonly unchanged = new WeakSet<object>();
  private nothingToTell = false;
  private onRecord = false;
  private kept = false;
  private replayed = false;
  private closed = false;

  constructor(private readonly duties: CommandDuties) {}

  /** An entry was written in a transaction. */
  noteEntry(transaction: object): void {
    this.entered.add(transaction);
  }

  /** Nothing was changed in a transaction: that it commits is no change either. It excuses no other one. */
  noteNothingChanged(transaction: object): void {
    this.unchanged.add(transaction);
    this.nothingToTell = true;
  }

  /** The answer was kept in a transaction under the request's key. */
  noteAnswer(transaction: object): void {
    this.answered.add(transaction);
  }

  /** The request came before, and is answered as it was then. */
  noteReplay(): void {
    this.replayed = true;
  }

  /** Throws `change-unaudited` or `answer-not-kept`: mistakes of the endpoint, which must not reach the database. */
  assertMayCommit(transaction: object): void {
    if (this.closed || this.unchanged.has(transaction)) return;
    this.assertDuties(this.entered.has(transaction), this.answered.has(transaction));
  }

  noteCommit(transaction: object): void {
    if (this.entered.delete(transaction)) this.onRecord = true;
    if (this.answered.delete(transaction)) this.kept = true;
  }

  /** It was rolled back, or stands beside the command. */
  forget(transaction: object): void {
    this.entered.delete(transaction);
    this.answered.delete(transaction);
  }

  /** Before the answer leaves: what changed outside any unit of work is found here. Throws as {@link assertMayCommit}. */
  assertComplete(): void {
    if (!this.replayed) this.assertDuties(this.nothingToTell || this.entered.size > 0, this.answered.size > 0);
  }

  /** Work that outlives its request is none of the request's. */
  close(): void {
    this.closed = true;
  }

  private assertDuties(entered: boolean, answered: boolean): void {
    const { endpoint, audited, keyed } = this.duties;
    if (audited && !this.onRecord && !entered) throw new AppError('change-unaudited', { params: { endpoint } });
    if (keyed && !this.kept && !answered) throw new AppError('answer-not-kept', { params: { endpoint } });
  }
}
