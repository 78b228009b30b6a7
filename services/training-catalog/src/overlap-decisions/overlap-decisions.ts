import { OverlapDecided, newId, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import { fingerprintOf, identityOf, undecided, type OverlapCheck } from '../overlap/overlap-check.js';
import { OverlapChecks, SELECT_CHECK } from '../overlap/overlap-checks.js';
import type { SimilarTraining } from '../overlap/similar-trainings.js';
import { lockProgramme, programmeEntry, saveProgramme } from '../programmes/programme-store.js';
import { joinInstead } from '../programmes/programme.decision.js';
import { NOT_NEEDED } from '../publication/publication-reasons.js';
import { PublicationRequests } from '../publication/publication-requests.js';
import { causeOf } from '../request-cause.js';
import { Joining, type Joined, type Joiner, type JoinTerms } from './joining.js';

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

/** What is decided on a similar training goes on record: it was joined instead, or seen and gone on from with a reason (row R21). */
@Injectable()
export class OverlapDecisions {
  constructor(
    private readonly checks: OverlapChecks,
    private readonly joining: Joining,
    private readonly requests: PublicationRequests,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

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
    if (undecided(findings, await this.checks.seen(tx, programme)).length === 0)
      throw new AppError('overlap-decided-already', { status: 409 });
    await this.audit.record(tx, programmeEntry(by.actor, 'go-on-despite-overlap', programme, reason));
    return { adoptedProgrammeId: null, seatsAsked: 0 };
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
