import { OverlapDecided, newId, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import { lockProgramme, programmeEntry, saveProgramme } from '../programmes/programme-store.js';
import { joinInstead } from '../programmes/programme.decision.js';
import { CatalogueRulesStore } from '../rules/catalogue-rules.store.js';
import type { CatalogueRules } from '../rules/catalogue-rules.js';
import { identityOf, fingerprintOf, outlineOf, undecided, type OverlapCheck } from './overlap-check.js';
import type { Period } from './score-similarity.decision.js';
import { SimilarTrainings, type SimilarTraining } from './similar-trainings.js';

const INSERT = `INSERT INTO overlap_check (check_id, programme_id, fingerprint, rules_from, threshold, period_from, period_to, findings, checked_by, checked_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

export const SELECT_CHECK = `SELECT check_id AS "checkId", programme_id AS "programmeId", fingerprint, rules_from AS "rulesFrom", threshold,
    period_from AS "periodFrom", period_to AS "periodTo", findings, checked_at AS "checkedAt" FROM overlap_check`;

const SEEN = `SELECT findings FROM overlap_check AS c WHERE programme_id = $1 AND fingerprint = $2
  AND EXISTS (SELECT 1 FROM overlap_decision AS d WHERE d.check_id = c.check_id AND d.outcome = 'WENT_ON')`;

const CHECKED_BEFORE = 'SELECT 1 FROM overlap_check WHERE programme_id = $1 AND fingerprint = $2 LIMIT 1';

const DECIDE = `INSERT INTO overlap_decision (decision_id, check_id, programme_id, outcome, reason, score, other_programme_id, other_session_id, other_region,
    decided_by, decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

export interface DecideOverlap {
  readonly programmeId: string;
  readonly checkId: string;
  readonly outcome: 'JOINED' | 'WENT_ON';
  /** Why; names no person. */
  readonly reason: string;
  /** The finding that is joined, or that the reason is about; default: the most similar one. */
  readonly other: { readonly programmeId?: string | undefined; readonly sessionId?: string | undefined };
  readonly actor: string;
}

export interface OverlapDecision {
  readonly decisionId: string;
  readonly outcome: 'JOINED' | 'WENT_ON';
  readonly other: SimilarTraining;
}

/** No overlap (row R21): before a programme is published its likes in the federation are shown, and what was decided is on record. */
@Injectable()
export class OverlapChecks {
  constructor(
    private readonly similar: SimilarTrainings,
    private readonly rules: CatalogueRulesStore,
    private readonly outbox: Outbox,
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
    const found = await this.find(tx, programme, undefined, rules);
    const seen = await tx.query<{ findings: SimilarTraining[] }>(SEEN, outline);
    const open = undecided(
      found,
      seen.flatMap(({ findings }) => findings),
    );
    if (open.length > 0)
      throw new AppError('programme-overlaps', {
        status: 409,
        params: { similar: open.length, score: open[0]!.score },
      });
    if (found.length === 0) await this.keep(tx, programme, [], { rules, period: undefined, actor });
  }

  /** Throws `overlap-check-not-found` (404), `overlap-check-outdated`, `overlap-nothing-found` (409), `overlap-finding-unknown` (422). */
  async decide(tx: Transaction, command: DecideOverlap): Promise<OverlapDecision> {
    const { programmeId, checkId, outcome, reason, actor } = command;
    const programme = await lockProgramme(tx, programmeId);
    const [check] = await tx.query<OverlapCheck>(`${SELECT_CHECK} WHERE check_id = $1 AND programme_id = $2`, [
      checkId,
      programmeId,
    ]);
    if (!check) throw new AppError('overlap-check-not-found', { status: 404 });
    if (check.fingerprint !== fingerprintOf(programme)) throw new AppError('overlap-check-outdated', { status: 409 });
    const other = findingOf(check, command.other);
    const decisionId = newId();
    const now = this.clock.now();
    if (outcome === 'JOINED') {
      const joined = joinInstead(programme, reason, now);
      await saveProgramme(tx, joined);
      await this.audit.record(tx, programmeEntry(actor, 'join-instead', joined, reason));
    } else await this.audit.record(tx, programmeEntry(actor, 'go-on-despite-overlap', programme, reason));
    const place = [other.programmeId, other.sessionId, other.region];
    await tx.execute(DECIDE, [decisionId, checkId, programmeId, outcome, reason, other.score, ...place, actor, now]);
    await this.outbox.append(tx, [this.told(decisionId, programme, check, other, command)]);
    return { decisionId, outcome, other };
  }

  private told(
    decisionId: string,
    { programmeId, developmentTargetId, fixedCost }: ProgrammeEntity,
    { rulesFrom }: OverlapCheck,
    other: SimilarTraining,
    { outcome, reason }: DecideOverlap,
  ): NewEvent {
    const data = {
      decisionId,
      programmeId,
      outcome,
      decidedOn: this.clock.today(),
      reason,
      score: other.score,
      rulesFrom,
      otherProgrammeId: other.programmeId,
      otherSessionId: other.sessionId,
      otherRegion: other.region,
      developmentTargetId,
      plannedCost: fixedCost,
    };
    return OverlapDecided.create({ subject: programmeId, data }) as unknown as NewEvent;
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

function findingOf({ findings }: OverlapCheck, wanted: DecideOverlap['other']): SimilarTraining {
  const [first] = findings;
  if (!first) throw new AppError('overlap-nothing-found', { status: 409 });
  const id = wanted.sessionId ?? wanted.programmeId;
  if (id === undefined) return first;
  const found = findings.find((finding) => identityOf(finding) === id);
  if (!found) throw new AppError('overlap-finding-unknown', { status: 422, field: 'otherProgrammeId' });
  return found;
}
