import { Outbox } from '@betang/messaging';
import { Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { eventList } from '../events.js';

/** What is to be stated of a subject, and the event that states it. */
export interface Statable {
  readonly subject: string;
  readonly content: object;
  event(statement: number, asOf: Date): object;
}

interface Stated {
  readonly subject: string;
  readonly statement: number;
  readonly content: string;
}

/** Keeps what was stated last, and states what is different, each under its next number. */
@Injectable()
export class StatementBook {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * `gone` is what is said of a subject that is no more; undefined says nothing. Answers how many statements were made. The caller sees to it that
   * nobody else states at the same time.
   */
  async state(
    tx: Transaction,
    kind: string,
    current: readonly Statable[],
    gone: (subject: string) => Statable | undefined = () => undefined,
  ): Promise<number> {
    // Not locked: who states holds the lock of stating, and a row lock would hide the region's events while the rest is read.
    const rows = await tx.query<Stated>('SELECT subject, statement, content FROM statement WHERE kind = $1', [kind]);
    const before = new Map(rows.map((row) => [row.subject, row]));
    const present = new Set(current.map(({ subject }) => subject));
    const ended = rows.flatMap(({ subject }) => (present.has(subject) ? [] : (gone(subject) ?? [])));
    const due = [...current, ...ended].filter(
      ({ subject, content }) => before.get(subject)?.content !== JSON.stringify(content),
    );
    if (due.length === 0) return 0;
    const at = this.clock.now();
    const numbered = due.map((statable) => ({
      statable,
      statement: (before.get(statable.subject)?.statement ?? 0) + 1,
    }));
    await tx.execute(
      `INSERT INTO statement (kind, subject, statement, content, stated_at)
       SELECT $1, s, n, c, $5 FROM unnest($2::text[], $3::integer[], $4::text[]) AS u(s, n, c)
       ON CONFLICT (kind, subject) DO UPDATE SET statement = excluded.statement, content = excluded.content, stated_at = excluded.stated_at`,
      [
        kind,
        numbered.map(({ statable }) => statable.subject),
        numbered.map(({ statement }) => statement),
        numbered.map(({ statable }) => JSON.stringify(statable.content)),
        at,
      ],
    );
    const events = numbered.map(({ statable, statement }) => statable.event(statement, at));
    await this.outbox.append(tx, eventList(...events));
    return events.length;
  }

  /** The newest statement of everything of a kind, for whoever comes late. */
  async restate(tx: Transaction, kind: string, current: readonly Statable[]): Promise<object[]> {
    const rows = await tx.query<Stated & { at: Date }>(
      'SELECT subject, statement, content, stated_at AS at FROM statement WHERE kind = $1',
      [kind],
    );
    const bySubject = new Map(current.map((statable) => [statable.subject, statable]));
    return rows.flatMap(({ subject, statement, at }) => bySubject.get(subject)?.event(statement, at) ?? []);
  }
}
