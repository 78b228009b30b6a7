import { learningPaths, type LearningPath } from '@betang/contracts';
import { UnitOfWork, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ruleVersion, type ConversionRule, type RuleOrigin } from './conversion-rule.js';
import { RuleBook } from './rule-book.js';
import { VersionedBook } from './rules-version.js';

interface RuleRow {
  readonly pathCode: string;
  readonly validFrom: string;
  readonly origin: RuleOrigin;
  readonly revision: number;
  readonly validTo: string | null;
  readonly unit: ConversionRule['unit'];
  readonly nationalHundredths: number | null;
  readonly internationalHundredths: number | null;
  readonly internationalBonusPercent: number | null;
  readonly capPeriod: 'DAY' | 'MONTH' | 'YEAR' | null;
  readonly capHundredths: number | null;
  readonly capActivities: number | null;
  readonly basis: string;
  readonly status: string;
  readonly withdrawn: boolean;
}

const LOAD = `SELECT path_code AS "pathCode", valid_from AS "validFrom", origin, revision, valid_to AS "validTo", unit,
    national_hundredths AS "nationalHundredths", international_hundredths AS "internationalHundredths",
    international_bonus_percent AS "internationalBonusPercent", cap_period AS "capPeriod", cap_hundredths AS "capHundredths",
    cap_activities AS "capActivities", basis, status, withdrawn
  FROM conversion_rule`;

/** Adds a reference row where the newest known revision of it says something else; a row that is the same adds nothing. */
const SEED = `WITH given AS (
  SELECT * FROM unnest($1::text[], $2::date[], $3::date[], $4::text[], $5::text[], $6::text[], $7::text[], $8::integer[], $9::integer[],
                       $10::integer[], $11::text[], $12::integer[], $13::integer[], $14::text[], $15::text[])
    AS u(path_code, valid_from, valid_to, form, name_id, name_en, unit, national_hundredths, international_hundredths,
         international_bonus_percent, cap_period, cap_hundredths, cap_activities, basis, status)),
newest AS (
  SELECT DISTINCT ON (path_code, valid_from) * FROM conversion_rule WHERE origin = 'REFERENCE' ORDER BY path_code, valid_from, revision DESC)
INSERT INTO conversion_rule (path_code, valid_from, origin, revision, valid_to, form, name_id, name_en, unit, national_hundredths,
  international_hundredths, international_bonus_percent, cap_period, cap_hundredths, cap_activities, basis, status)
SELECT g.path_code, g.valid_from, 'REFERENCE', coalesce(n.revision, 0) + 1, g.valid_to, g.form, g.name_id, g.name_en, g.unit,
       g.national_hundredths, g.international_hundredths, g.international_bonus_percent, g.cap_period, g.cap_hundredths,
       g.cap_activities * 100, g.basis, g.status
  FROM given AS g LEFT JOIN newest AS n USING (path_code, valid_from)
 WHERE n.revision IS NULL
    OR (n.valid_to, n.form, n.name_id, n.name_en, n.unit, n.national_hundredths, n.international_hundredths, n.international_bonus_percent,
        n.cap_period, n.cap_hundredths, n.cap_activities, n.basis, n.status)
       IS DISTINCT FROM (g.valid_to, g.form, g.name_id, g.name_en, g.unit, g.national_hundredths, g.international_hundredths,
        g.international_bonus_percent, g.cap_period, g.cap_hundredths, g.cap_activities * 100, g.basis, g.status)`;

/** The conversion rules of the service's own table, kept in memory by version; a release that brings new reference rows adds them as revisions. */
@Injectable()
export class ConversionRules {
  private readonly held: VersionedBook<RuleBook>;

  constructor(private readonly unitOfWork: UnitOfWork) {
    this.held = new VersionedBook(unitOfWork, loadRules);
  }

  /** The rules in the table, for reading: a change by another process shows within a second. */
  book(): Promise<RuleBook> {
    return this.held.current();
  }

  /** The rules for booking, at least as new as the version that the caller's transaction sees. */
  bookAt(tx: Transaction, version: number): Promise<RuleBook> {
    return this.held.at(tx, version);
  }

  /** The rules that {@link bookAt} answers unless they have changed; undefined before the first booking. */
  get expected(): RuleBook | undefined {
    return this.held.known;
  }

  /** After a change: the next reading asks the table. */
  forget(): void {
    this.held.forget();
  }

  /** Brings the table up to the product's reference data; may be repeated at every start, by several processes at once. */
  async seed(paths: readonly LearningPath[] = learningPaths()): Promise<number> {
    const added = await this.unitOfWork.run(async (tx) => {
      await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('learning-hours.rules', 0))`);
      return tx.execute(SEED, seedParameters(paths));
    });
    if (added > 0) this.held.forget();
    return added;
  }
}

export async function loadRules(db: SqlClient): Promise<RuleBook> {
  const rows = await db.query<RuleRow>(LOAD);
  return new RuleBook(rows.map(toRule));
}

function toRule({ capPeriod, capHundredths, capActivities, ...row }: RuleRow): ConversionRule {
  const cap = capPeriod === null ? null : { period: capPeriod, hundredths: capHundredths, activities: capActivities };
  return { ...row, version: ruleVersion(row), cap };
}

function seedParameters(paths: readonly LearningPath[]): unknown[][] {
  const cells: ((path: LearningPath) => unknown)[] = [
    (path) => path.code,
    (path) => path.validFrom,
    (path) => path.validTo,
    (path) => path.form,
    (path) => path.nameId,
    (path) => path.nameEn,
    (path) => path.unit,
    (path) => path.nationalHundredths,
    (path) => path.internationalHundredths,
    (path) => path.internationalBonusPercent,
    (path) => path.capPeriod,
    (path) => path.capHundredths,
    (path) => path.capActivities,
    (path) => path.basis,
    (path) => path.status,
  ];
  return cells.map((cell) => paths.map(cell));
}
