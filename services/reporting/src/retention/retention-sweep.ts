import { Files, RetentionRules, type EraseTurn } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { RetentionKind } from './retention.definition.js';

/** Statements that clear what is from before the day `$1`, `$2` at most a turn. */
const RUNS = `DELETE FROM report_run WHERE run_id IN (SELECT run_id FROM report_run WHERE made_at < $1::date LIMIT $2) RETURNING run_id AS id`;
/** Entries are known by their ids alone from then on: one that comes again counts no second time. */
const HOURS = `DELETE FROM learner_month AS m WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM learner_month WHERE make_date(year, month, 1) + interval '1 month' <= $1::date LIMIT $2))`;
/** What was told under a former name is of months before the replacement: with the end of that month all of it has gone. */
const NAMES = `DELETE FROM learner_alias AS a WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM learner_alias WHERE date_trunc('month', told_on) + interval '1 month' <= $1::date LIMIT $2))`;
/** A region that still learns of somebody's hours tells the new one, which tells of the move again: with that month all has gone that the move takes away. */
const MOVES = `DELETE FROM learner_move AS m WHERE ctid = ANY(ARRAY(
    SELECT ctid FROM learner_move WHERE date_trunc('month', last_told) + interval '1 month' <= $1::date LIMIT $2))`;

/** Takes away what is kept no longer. */
@Injectable()
export class RetentionSweep {
  private readonly erase: Readonly<Record<RetentionKind, EraseTurn>> = {
    REPORT_FILE: async (tx, since, rows) => {
      const gone = await tx.query<{ id: string }>(RUNS, [since, rows]);
      for (const { id } of gone) await this.files.detach(tx, { type: 'report-run', id });
      return gone.length;
    },
    LEARNER_FACTS: async (tx, since, rows) => {
      let gone = 0;
      for (const facts of [HOURS, NAMES, MOVES]) if (gone < rows) gone += await tx.execute(facts, [since, rows - gone]);
      return gone;
    },
  };

  constructor(
    private readonly rules: RetentionRules,
    private readonly files: Files,
  ) {}

  /** Answers how many rows were cleared. */
  sweep(): Promise<number> {
    return this.rules.sweep(this.erase);
  }
}
