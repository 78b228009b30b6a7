import type { NewEvent, ServiceName } from '@betang/contracts';
import type { Transaction, UnitOfWork } from '@betang/platform';
import { pause } from '../connection/bus.js';
import { DeliveryError } from '../delivery-error.js';
import type { Outbox } from '../outbox/outbox.js';
import { olderWritersEnded } from './older-writers.js';
import { viewPresent } from './present-view.js';
import type { SnapshotProvider } from './replay-answers.js';

/** A purpose for which a service shares facts with an audience. */
export interface SharedPurpose {
  readonly audience: 'province' | 'federation';
  readonly purpose: string;
}

export interface PresentProgress {
  state: 'waiting' | 'stating' | 'stated' | 'retrying';
  facts: number;
  problem?: string;
}

export interface PresentStatementPorts {
  readonly service: ServiceName;
  readonly unitOfWork: UnitOfWork;
  readonly outbox: Pick<Outbox, 'append'>;
  readonly snapshot: SnapshotProvider;
  /** What the contracts and the region's settings let out now. */
  readonly purposes: readonly SharedPurpose[];
  readonly onProblem: (error: unknown) => void;
}

/** Events of one statement to the database. */
const PER_WRITE = 1_000;
const AGAIN_MS = 5_000;
const AGAIN_MAX_MS = 300_000;

const STATED = 'SELECT audience, purpose FROM stated_purpose';
const FORGET = `DELETE FROM stated_purpose WHERE (audience, purpose) NOT IN (SELECT * FROM unnest($1::text[], $2::text[]))`;
const NOTE = `INSERT INTO stated_purpose (audience, purpose, facts) SELECT * FROM unnest($1::text[], $2::text[], $3::integer[]) ON CONFLICT DO NOTHING`;

/**
 * What a region owes others when it begins to share: while it ran alone, or kept a purpose to itself, nothing was written for them. At the first
 * start with a province, and at the first after its settings let a purpose out, each service states its present for that purpose once. The facts and
 * the note of it are one transaction: killed before its end nothing was said, after it everything was, and nothing is said twice. Receivers may
 * know some of the facts; they take a fact as often as it comes.
 */
export class PresentStatement {
  readonly progress: PresentProgress = { state: 'waiting', facts: 0 };

  constructor(private readonly ports: PresentStatementPorts) {}

  /** States what is owed, again after a failure, until it is done or aborted. It never fails: delivery goes on meanwhile. */
  async run(signal: AbortSignal): Promise<void> {
    for (let waitMs = AGAIN_MS; !signal.aborted; waitMs = Math.min(waitMs * 2, AGAIN_MAX_MS)) {
      try {
        this.progress.facts += await this.state(signal);
        this.progress.state = 'stated';
        delete this.progress.problem;
        return;
      } catch (error) {
        if (signal.aborted) return;
        this.progress.state = 'retrying';
        this.progress.problem = error instanceof DeliveryError ? error.code : 'statement-failed';
        this.ports.onProblem(error);
        await pause(waitMs, signal);
      }
    }
  }

  /** Answers how many facts were stated. @throws DeliveryError `writers-busy` */
  async state(signal: AbortSignal): Promise<number> {
    const { unitOfWork, purposes } = this.ports;
    return unitOfWork.run(async (tx) => {
      const known = new Set((await tx.query<SharedPurpose>(STATED)).map(keyOf));
      const owed = purposes.filter((purpose) => !known.has(keyOf(purpose)));
      // A purpose that is kept at home again is owed anew when it is let out the next time.
      if (known.size > purposes.length - owed.length)
        await tx.execute(FORGET, [purposes.map(({ audience }) => audience), purposes.map(({ purpose }) => purpose)]);
      return owed.length === 0 ? 0 : this.stateOwed(tx, owed, signal);
    });
  }

  private async stateOwed(tx: Transaction, owed: readonly SharedPurpose[], signal: AbortSignal): Promise<number> {
    this.progress.state = 'stating';
    if (!(await olderWritersEnded(tx, signal)))
      throw new DeliveryError('writers-busy', `${this.ports.service} states its present when others have written`);
    const present = await viewPresent(this.ports.unitOfWork, (view) => this.read(view, owed));
    const counts = new Map(owed.map((purpose) => [keyOf(purpose), 0]));
    const facts = present.filter((fact) => {
      const key = keyOf({ audience: fact.audience, purpose: fact.contract.definition.sharing?.purpose ?? '' });
      const count = counts.get(key);
      if (count !== undefined) counts.set(key, count + 1);
      return count !== undefined;
    });
    for (let at = 0; at < facts.length; at += PER_WRITE)
      await this.ports.outbox.append(tx, facts.slice(at, at + PER_WRITE));
    await tx.execute(NOTE, [
      owed.map(({ audience }) => audience),
      owed.map(({ purpose }) => purpose),
      owed.map((purpose) => counts.get(keyOf(purpose))),
    ]);
    return facts.length;
  }

  /** The present of every audience that is owed something, of one moment. */
  private async read(view: Transaction, owed: readonly SharedPurpose[]): Promise<NewEvent[]> {
    const facts: NewEvent[] = [];
    for (const audience of new Set(owed.map((purpose) => purpose.audience)))
      for (const fact of await this.ports.snapshot(view, audience)) facts.push(fact);
    return facts;
  }
}

function keyOf({ audience, purpose }: { audience: string; purpose: string }): string {
  return `${audience}|${purpose}`;
}
