import { OverlapDecided, newId, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, type SqlClient, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { NOT_NEEDED } from '../approval/publication-reasons.js';
import { PublicationRequests } from '../approval/publication-requests.js';
import { Clock } from '../clock.js';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import { causeOf } from '../completions/record-completion.js';
import { lockProgramme, programmeEntry, saveProgramme } from '../programmes/programme-store.js';
import { joinInstead } from '../programmes/programme.decision.js';
import { CatalogueRulesStore } from '../rules/catalogue-rules.store.js';
import type { CatalogueRules } from '../rules/catalogue-rules.js';
import { identityOf, fingerprintOf, outlineOf, undecided, type OverlapCheck } from './overlap-check.js';
import { Joining, type Joined, type Joiner, type JoinTerms } from './joining.js';
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

const DECIDE = `INSERT INTO overlap_decision (decision_id, check_id, programme_id, outcome, reason, score, other_programme_id, other_session_id, other_region,
    decided_by, decided_at, adopted_programme_id, seats_asked, planned_cost, development_target_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`;

export interface DecideOverlap {
  readonly programmeId: string;
  readonly checkId: string;
  readonly outcome: 'JOINED' | 'WENT_ON';
  /** Why; names no person. */
  readonly reason: string;
  /** The finding that is joined, or that the reason is about; default: the most similar one. */
  readonly other: { readonly programmeId?: string | undefined; readonly sessionId?: string | undefined };
  readonly by: Joiner;
  /** What joining does in the same step; nothing of it for who goes on. */
  readonly join: JoinTerms;
}

export interface OverlapDecision extends Joined {
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
    private readonly joining: Joining,
    private readonly requests: PublicationRequests,
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

  /**
   * Joins a similar training, with all that belongs to it, or goes on: once for each finding of an outline. Throws `overlap-check-not-found`
   * (404), `overlap-check-outdated`, `overlap-nothing-found`, `overlap-decided-already` (409), `overlap-finding-unknown`,
   * `overlap-join-not-asked` (422), and what joining throws.
   */
  async decide(tx: Transaction, command: DecideOverlap): Promise<OverlapDecision> {
    const { programmeId, checkId, outcome, reason, by } = command;
    const programme = await lockProgramme(tx, programmeId);
    const [check] = await tx.query<OverlapCheck>(`${SELECT_CHECK} WHERE check_id = $1 AND programme_id = $2`, [
      checkId,
      programmeId,
    ]);
    if (!check) throw new AppError('overlap-check-not-found', { status: 404 });
    if (check.fingerprint !== fingerprintOf(programme)) throw new AppError('overlap-check-outdated', { status: 409 });
    const other = findingOf(check, command.other);
    const decisionId = newId();
    const joined =
      outcome === 'JOINED'
        ? await this.join(tx, programme, other, command)
        : await this.goOn(tx, programme, check, command);
    const place = [other.programmeId, other.sessionId, other.region, by.actor, this.clock.now()];
    const { adoptedProgrammeId, seatsAsked } = joined;
    const done = [adoptedProgrammeId, seatsAsked, programme.fixedCost, programme.developmentTargetId];
    await tx.execute(DECIDE, [decisionId, checkId, programmeId, outcome, reason, other.score, ...place, ...done]);
    await this.outbox.append(tx, [this.told(decisionId, programme, check, other, command)]);
    return { decisionId, outcome, other, ...joined };
  }

  private async join(
    tx: Transaction,
    programme: ProgrammeEntity,
    other: SimilarTraining,
    { reason, by, join }: DecideOverlap,
  ): Promise<Joined> {
    const aside = joinInstead(programme, reason, this.clock.now());
    await saveProgramme(tx, aside);
    await this.requests.closeOpen(tx, programme.programmeId, NOT_NEEDED.joined);
    await this.audit.record(tx, programmeEntry(by.actor, 'join-instead', aside, reason));
    return this.joining.join(tx, programme, other, join, by);
  }

  private async goOn(
    tx: Transaction,
    programme: ProgrammeEntity,
    { findings }: OverlapCheck,
    { reason, by, join }: DecideOverlap,
  ): Promise<Joined> {
    if (join.adopt !== undefined || join.nominate !== undefined)
      throw new AppError('overlap-join-not-asked', { status: 422, field: 'outcome' });
    // A second word on the same findings would count as a second overlap.
    if (undecided(findings, await this.seen(tx, programme)).length === 0)
      throw new AppError('overlap-decided-already', { status: 409 });
    await this.audit.record(tx, programmeEntry(by.actor, 'go-on-despite-overlap', programme, reason));
    return { adoptedProgrammeId: null, seatsAsked: 0 };
  }

  private async seen(db: SqlClient, programme: ProgrammeEntity): Promise<SimilarTraining[]> {
    const outline = [programme.programmeId, fingerprintOf(programme)];
    const rows = await db.query<{ findings: SimilarTraining[] }>(SEEN, outline);
    return rows.flatMap(({ findings }) => findings);
  }

  private async lastPeriod(db: SqlClient, programme: ProgrammeEntity): Promise<Period | undefined> {
    const outline = [programme.programmeId, fingerprintOf(programme)];
    const [row] = await db.query<{ from: string | null; to: string | null }>(LAST_PERIOD, outline);
    return row?.from && row.to ? { from: row.from, to: row.to } : undefined;
  }

  private told(
    decisionId: string,
    { programmeId, developmentTargetId, fixedCost }: ProgrammeEntity,
    { rulesFrom }: OverlapCheck,
    other: SimilarTraining,
    { outcome, reason, by }: DecideOverlap,
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
    return OverlapDecided.create({ subject: programmeId, data, cause: causeOf(by.actor) }) as unknown as NewEvent;
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
