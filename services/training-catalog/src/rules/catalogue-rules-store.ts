import {
  AppError,
  Audit,
  Clock,
  ListQuery,
  type ListDefinition,
  type ListRow,
  type Page,
  type PageQuery,
  type SqlClient,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { Approval, CatalogueRules, NewCatalogueRules, SimilarityWeights } from './catalogue-rules.js';

const SELECT = `SELECT valid_from AS "validFrom", legal_basis AS "legalBasis", approval, target_register AS "targetRegister", curriculum,
    guest_requests AS "guestRequests", threshold, period_days AS "periodDays", weights FROM catalogue_rules`;

const LIST: ListDefinition = {
  select: SELECT,
  sorts: { validFrom: { sql: 'valid_from', type: 'date' } },
  defaultSort: '-validFrom',
  key: { sql: 'valid_from', type: 'date' },
};

const INSERT = `INSERT INTO catalogue_rules (valid_from, legal_basis, approval, target_register, guest_requests, threshold, period_days, weights, set_by, curriculum)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING`;

const WHOLE = 100;

/** The dated rules of the catalogue: what held on a day always did. */
@Injectable()
export class CatalogueRulesStore {
  constructor(
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** The rules in force today. */
  current(db: SqlClient): Promise<CatalogueRules> {
    return this.inForce(db, this.clock.today());
  }

  private async inForce(db: SqlClient, day: string): Promise<CatalogueRules> {
    const [rules] = await db.query<CatalogueRules>(
      `${SELECT} WHERE valid_from <= $1::date ORDER BY valid_from DESC LIMIT 1`,
      [day],
    );
    if (!rules) throw new AppError('catalogue-rules-missing');
    return rules;
  }

  async page(db: SqlClient, query: PageQuery & { readonly approval?: Approval }): Promise<Page<CatalogueRules>> {
    const list = new ListQuery(LIST, query).where('approval = ?', query.approval).build();
    return list.page(await db.query<CatalogueRules & ListRow>(list.text, list.values));
  }

  /** Throws `catalogue-rules-refused` (422) for weights that are no whole or a day that has passed, `catalogue-rules-set-already` (409). */
  async set(tx: Transaction, given: NewCatalogueRules, actor: string): Promise<CatalogueRules> {
    checkRules(given, this.clock.today());
    const before = await this.inForce(tx, given.validFrom);
    const rules: CatalogueRules = { ...given, curriculum: given.curriculum ?? before.curriculum };
    const { validFrom, legalBasis, approval, targetRegister, guestRequests, threshold, periodDays, weights } = rules;
    const values = [validFrom, legalBasis, approval, targetRegister, guestRequests, threshold, periodDays];
    const set = await tx.execute(INSERT, [...values, JSON.stringify(weights), actor, rules.curriculum]);
    if (set === 0) throw new AppError('catalogue-rules-set-already', { status: 409, field: 'validFrom' });
    const object = { type: 'catalogue-rules', id: validFrom };
    await this.audit.record(tx, {
      actor,
      action: 'set-catalogue-rules',
      object,
      reason: legalBasis,
      after: { ...rules },
    });
    return rules;
  }
}

/** Rules never change what was decided: they begin today or later. Throws `catalogue-rules-refused` (422). */
export function checkRules(rules: Pick<CatalogueRules, 'validFrom' | 'weights'>, today: string): void {
  const errors = [
    ...(sumOf(rules.weights) === WHOLE ? [] : [{ field: 'weights', code: 'catalogue-rules.weights-not-whole' }]),
    ...(rules.validFrom >= today ? [] : [{ field: 'validFrom', code: 'catalogue-rules.in-past' }]),
  ];
  if (errors.length > 0) throw new AppError('catalogue-rules-refused', { status: 422, errors });
}

const sumOf = ({ competency, level, targetGroup, period, title }: SimilarityWeights) =>
  competency + level + targetGroup + period + title;
