import { RetentionRules, type EraseTurn } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { RetentionKind } from './retention.definition.js';

/** Statements that clear what is from before the day `$1`, `$2` at most a turn; what was booked stays in the ledger. */
const RECORDS = `DELETE FROM reconciliation_line WHERE line_id IN (
    SELECT l.line_id FROM reconciliation_line AS l JOIN reconciliation AS r USING (reconciliation_id)
     WHERE coalesce(r.finished_at, r.started_at) < $1::date AND r.state IN ('READY', 'DONE', 'FAILED') ORDER BY l.line_id LIMIT $2)`;
const MAIN_DATA = `DELETE FROM siasn_person WHERE employee_id IN (SELECT employee_id FROM siasn_person WHERE pulled_at < $1::date LIMIT $2)`;

const ERASE: Readonly<Record<RetentionKind, EraseTurn>> = {
  SIASN_RECORDS: (tx, since, rows) => tx.execute(RECORDS, [since, rows]),
  SIASN_MAIN_DATA: (tx, since, rows) => tx.execute(MAIN_DATA, [since, rows]),
};

/** Takes away what is kept no longer. */
@Injectable()
export class RetentionSweep {
  constructor(private readonly rules: RetentionRules) {}

  /** Answers how many rows were cleared. */
  sweep(): Promise<number> {
    return this.rules.sweep(ERASE);
  }
}
