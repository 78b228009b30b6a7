import { newId } from '@betang/contracts';
import { AppError, Audit, Clock, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import { lockProgramme, programmeEntry } from '../programmes/programme-store.js';
import { CatalogueRulesStore } from '../rules/catalogue-rules-store.js';
import type { CatalogueRules } from '../rules/catalogue-rules.js';
import { fingerprintOf, outlineOf, undecided, type OverlapCheck } from './overlap-check.js';
import type { Period } from './score-similarity.decision.js';
import { SimilarTrainings, type SimilarTraining } from './similar-trainings.js';

const INSERT = `INSERT INTO overlap_check (check_id, programme_id, fingerprint, rules_from, threshold, period_from, period_to, findings, checked_by, checked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

export const SELECT_CHECK = `SELECT check_id AS "checkId", programme_id AS "programmeId", fingerprint, rules_from AS "rulesFrom", threshold,
    period_from AS "periodFrom", period_to AS "periodTo", findings, checked_at AS "checkedAt" FROM overlap_check`;

const SEEN = `SELECT findings FROM overlap_check AS c WHERE programme_id = $1 AND fingerprint = $2
  AND EXISTS (SELECT 1 FROM overlap_decision AS d WHERE d.check_id = c.check_id AND d.outcome = 'WENT_ON')`;

const CHECKED_BEFORE = 'SELECT 1 FROM overlap_check WHERE programme_id = $1 AND fingerprint = $2 LIMIT 1';

/** What the newest look at this outline assumed: whoever publishes is held against the same. */
const LAST_PERIOD = `SELECT period_from AS "from", period_to AS "to" FROM overlap_check WHERE programme_id = $1 AND fingerprint = $2
  ORDER BY check_id DESC LIMIT 1`;

/** No overlap (row R21): before a programme is published its likes in the federation are shown, and have to be decided on. */
@Injectable()
export class OverlapChecks {
  constructor(
    private readonly similar: SimilarTrainings,
    private readonly rules: CatalogueRulesStore,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /** Looks, and keeps what was shown. */
  async check(tx: Transaction, programmeId: string, period: Period | undefined, actor: string): Promise<OverlapCheck> {
    const programme = await lockProgramme(tx, programmeId);
    const rules = await this.rules.current(tx);
    await this.audit.record(tx, programmeEntry(actor, 'check-overlap', programme));
    return this.keep(tx, programme, await this.find(tx, programme, period, rules), { rules, period, actor });
  }

  /**
   * Lets a programme pass that nothing resembles, or whose likes were all seen and gone on from. A programme that is out already and whose
   * outline has not changed is not asked again. Throws `programme-overlaps` (409).
   */
  async assertSeen(tx: Transaction, programme: ProgrammeEntity, rules: CatalogueRules, actor: string): Promise<void> {
    const { programmeId, publishedVersion } = programme;
    const outline = [programmeId, fingerprintOf(programme)];
    if (publishedVersion > 0 && (await tx.query(CHECKED_BEFORE, outline)).length > 0) return;
    const period = await this.lastPeriod(tx, programme);
    const found = await this.find(tx, programme, period, rules);
    const open = undecided(found, await this.seen(tx, programme));
    if (open.length > 0)
      throw new AppError('programme-overlaps', {
        status: 409,
        params: { similar: open.length, score: open[0]!.score },
      });
    if (found.length === 0) await this.keep(tx, programme, [], { rules, period, actor });
  }

  /** What of the programme's outline was seen and gone on from. */
  async seen(db: SqlClient, programme: ProgrammeEntity): Promise<SimilarTraining[]> {
    const outline = [programme.programmeId, fingerprintOf(programme)];
    const rows = await db.query<{ findings: SimilarTraining[] }>(SEEN, outline);
    return rows.flatMap(({ findings }) => findings);
  }

  private async lastPeriod(db: SqlClient, programme: ProgrammeEntity): Promise<Period | undefined> {
    const outline = [programme.programmeId, fingerprintOf(programme)];
    const [row] = await db.query<{ from: string | null; to: string | null }>(LAST_PERIOD, outline);
    return row?.from && row.to ? { from: row.from, to: row.to } : undefined;
  }

  private find(
    db: SqlClient,
    programme: ProgrammeEntity,
    period: Period | undefined,
    rules: CatalogueRules,
  ): Promise<SimilarTraining[]> {
    const { programmeId, origin, lineage } = programme;
    const notThese = [programmeId, ...[origin, ...lineage].flatMap((source) => source?.programmeId ?? [])];
    const question = { outline: outlineOf(programme, period), programmeId, notThese, today: this.clock.today() };
    return this.similar.find(db, question, rules);
  }

  private async keep(
    tx: Transaction,
    programme: ProgrammeEntity,
    findings: readonly SimilarTraining[],
    { rules, period, actor }: { rules: CatalogueRules; period: Period | undefined; actor: string },
  ): Promise<OverlapCheck> {
    const check: OverlapCheck = {
      checkId: newId(),
      programmeId: programme.programmeId,
      fingerprint: fingerprintOf(programme),
      rulesFrom: rules.validFrom,
      threshold: rules.threshold,
      periodFrom: period?.from ?? null,
      periodTo: period?.to ?? null,
      findings,
      checkedAt: this.clock.now(),
    };
    const { checkId, programmeId, fingerprint, rulesFrom, threshold, periodFrom, periodTo, checkedAt } = check;
    const values = [checkId, programmeId, fingerprint, rulesFrom, threshold, periodFrom, periodTo];
    await tx.execute(INSERT, [...values, JSON.stringify(findings), actor, checkedAt]);
    return check;
  }
}
