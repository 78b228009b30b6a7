import { AppError, UnitOfWork, type Language, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { toRow } from '../database/table.js';
import { HAZARD_KINDS, type HazardGroup, type HazardKindReference } from './hazard-kinds.reference.js';

/** One revision of a kind of hazard. */
export interface HazardKind {
  readonly code: string;
  readonly validFrom: string;
  readonly origin: 'REFERENCE' | 'REGION';
  readonly revision: number;
  readonly validTo: string | null;
  readonly nameId: string;
  readonly nameEn: string;
  readonly hazardGroup: HazardGroup;
  readonly basis: string;
  readonly status: string;
}
export type OwnHazardKind = Pick<
  HazardKind,
  'code' | 'validFrom' | 'validTo' | 'nameId' | 'nameEn' | 'hazardGroup' | 'basis'
>;

const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('contingency.hazard-kinds', 0))`;
const SEED = `INSERT INTO hazard_kind (code, valid_from, origin, revision, name_id, name_en, hazard_group, basis, status)
SELECT g.code, g.valid_from, 'REFERENCE', coalesce(n.revision, 0) + 1, g.name_id, g.name_en, g.hazard_group, g.basis, g.status
  FROM jsonb_to_recordset($1::jsonb) AS g(code text, valid_from date, name_id text, name_en text, hazard_group text, basis text, status text)
  LEFT JOIN LATERAL (SELECT k.* FROM hazard_kind AS k
       WHERE k.code = g.code AND k.valid_from = g.valid_from AND k.origin = 'REFERENCE' ORDER BY k.revision DESC LIMIT 1) AS n ON true
 WHERE n.revision IS NULL
    OR (n.name_id, n.name_en, n.hazard_group, n.basis, n.status) IS DISTINCT FROM (g.name_id, g.name_en, g.hazard_group, g.basis, g.status)`;
const ADD = `INSERT INTO hazard_kind (code, valid_from, origin, revision, valid_to, name_id, name_en, hazard_group, basis, status)
  SELECT $1, $2, 'REGION', coalesce(max(revision), 0) + 1, $3, $4, $5, $6, $7, 'REGION' FROM hazard_kind WHERE code = $1 AND valid_from = $2 AND origin = 'REGION'
  RETURNING *`;
/** The row of each code that holds on a day: the region's own first. */
export const KINDS_IN_FORCE = `SELECT DISTINCT ON (code) * FROM hazard_kind WHERE valid_from <= $1 AND (valid_to IS NULL OR valid_to >= $1)
  ORDER BY code, origin DESC, valid_from DESC, revision DESC`;

/** The dated list of kinds of hazards. */
@Injectable()
export class HazardKinds {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async inForce(db: SqlClient, day: string): Promise<Map<string, HazardKind>> {
    const rows = (await db.query(KINDS_IN_FORCE, [day])).map(toRow<HazardKind>);
    return new Map(rows.map((row) => [row.code, row]));
  }

  /** Throws `hazard-kind-unknown` (422) naming the field for a code that is not in force. */
  async assertInForce(db: SqlClient, codes: readonly string[], day: string, field: string): Promise<void> {
    const known = await this.inForce(db, day);
    if (codes.every((code) => known.has(code))) return;
    throw new AppError('hazard-kind-unknown', { status: 422, field });
  }

  /** Throws `contingency-ends-before-start` (422). */
  async add(tx: Transaction, kind: OwnHazardKind): Promise<HazardKind> {
    const { code, validFrom, validTo, nameId, nameEn, hazardGroup, basis } = kind;
    if (validTo !== null && validTo < validFrom)
      throw new AppError('contingency-ends-before-start', { status: 422, field: 'validTo' });
    await tx.query(LOCK);
    const [row] = await tx.query(ADD, [code, validFrom, validTo, nameId, nameEn, hazardGroup, basis]);
    return toRow<HazardKind>(row!);
  }

  /** Brings the list up to the product's reference data; may be repeated at every start. */
  async seed(kinds: readonly HazardKindReference[] = HAZARD_KINDS): Promise<number> {
    return this.unitOfWork.run(async (tx) => {
      await tx.query(LOCK);
      const rows = kinds.map(({ code, validFrom, nameId, nameEn, group, basis, status }) => ({
        code,
        valid_from: validFrom,
        name_id: nameId,
        name_en: nameEn,
        hazard_group: group,
        basis,
        status,
      }));
      return tx.execute(SEED, [JSON.stringify(rows)]);
    });
  }
}

export function nameOf({ nameId, nameEn }: HazardKind, language: Language): string {
  return language === 'en' ? nameEn : nameId;
}
