import { UnitOfWork, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import { REFERENCE_RULES, type ReferenceRule } from './reference-rules.js';
import { RuleBook, type RuleRow } from './rule-book.js';
import type { RuleKey } from './rule-values.js';

const LOAD = 'SELECT * FROM rule ORDER BY key, valid_from, origin, revision';
const SEED = `INSERT INTO rule (key, valid_from, origin, revision, value, basis, status, recorded_by)
SELECT g.key, g.valid_from, 'REFERENCE', coalesce(n.revision, 0) + 1, g.value, g.basis, g.status, 'release'
  FROM jsonb_to_recordset($1::jsonb) AS g(key text, value jsonb, basis text, status text, valid_from date)
  LEFT JOIN LATERAL (SELECT r.revision, r.value, r.basis, r.status FROM rule AS r
       WHERE r.key = g.key AND r.valid_from = g.valid_from AND r.origin = 'REFERENCE' ORDER BY r.revision DESC LIMIT 1) AS n ON true
 WHERE n.revision IS NULL OR (n.value, n.basis, n.status) IS DISTINCT FROM (g.value, g.basis, g.status)`;
const ADD = `INSERT INTO rule (key, valid_from, origin, revision, value, basis, status, recorded_by)
  SELECT $1, $2, 'REGION', coalesce(max(revision), 0) + 1, $3, $4, 'REGION', $5 FROM rule WHERE key = $1 AND valid_from = $2 AND origin = 'REGION'
  RETURNING *`;
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('contingency.rules', 0))`;

export interface OwnRule {
  readonly key: RuleKey;
  readonly validFrom: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly basis: string;
}

/** The settings of the region: read at each use, because several processes may serve one region. */
@Injectable()
export class Rules {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async book(db: SqlClient): Promise<RuleBook> {
    return new RuleBook((await db.query(LOAD)).map(toRow<RuleRow>));
  }

  async add(tx: Transaction, { key, validFrom, value, basis }: OwnRule, by: string): Promise<RuleRow> {
    await tx.query(LOCK);
    const [row] = await tx.query(ADD, [key, validFrom, JSON.stringify(value), basis, by]);
    return toRow<RuleRow>(row!);
  }

  /** Brings the table up to the product's reference data; may be repeated at every start, by several processes at once. */
  async seed(rules: readonly ReferenceRule[] = REFERENCE_RULES): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      await tx.query(LOCK);
      const rows = rules.map(({ validFrom, ...rest }) => ({ ...rest, valid_from: validFrom }));
      return tx.execute(SEED, [JSON.stringify(rows)]);
    });
  }
}
