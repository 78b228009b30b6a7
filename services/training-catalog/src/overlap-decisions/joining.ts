import { AppError, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import type { VisibleUnits } from '../employees/visible-units.js';
import { Enrolments } from '../enrolments/enrolments.js';
import { OutgoingEnrolments } from '../enrolments-across/outgoing-enrolments.js';
import { Adoptions } from '../federation/adoptions.js';
import type { SimilarTraining } from '../overlap/similar-trainings.js';

/** What is done in the same step that joins a similar training. */
export interface JoinTerms {
  /** Its programme is taken over, for the target of the draft that is set aside. */
  readonly adopt?: { readonly kind: 'ADOPTED' | 'FORKED'; readonly organiser?: string | undefined } | undefined;
  /** These people get, or ask for, seats in its session. */
  readonly nominate?: readonly string[] | undefined;
}

/** Who joins; `visible`: units whose people the caller may name. */
export interface Joiner {
  readonly actor: string;
  readonly visible: VisibleUnits;
}

export interface Joined {
  readonly adoptedProgrammeId: string | null;
  readonly seatsAsked: number;
}

/** One step from seeing a similar training to taking part in it (row R21). */
@Injectable()
export class Joining {
  constructor(
    private readonly adoptions: Adoptions,
    private readonly enrolments: Enrolments,
    private readonly elsewhere: OutgoingEnrolments,
  ) {}

  /**
   * Throws `overlap-not-joinable` (409) for seats where no session or no offer is, and what adopting and asking for seats throw: then nothing
   * of the step is done.
   */
  async join(
    tx: Transaction,
    draft: ProgrammeEntity,
    other: SimilarTraining,
    { adopt, nominate }: JoinTerms,
    by: Joiner,
  ): Promise<Joined> {
    const adopted = adopt && (await this.adopt(tx, draft, other, adopt, by.actor));
    if (nominate) await this.nominate(tx, other, nominate, by);
    return { adoptedProgrammeId: adopted ?? null, seatsAsked: nominate?.length ?? 0 };
  }

  private async adopt(
    tx: Transaction,
    { organiser, developmentTargetId, developmentTarget }: ProgrammeEntity,
    { programmeId }: SimilarTraining,
    adopt: NonNullable<JoinTerms['adopt']>,
    actor: string,
  ): Promise<string> {
    const terms = { kind: adopt.kind, organiser: adopt.organiser ?? organiser, developmentTargetId, developmentTarget };
    return (await this.adoptions.adopt(tx, programmeId, terms, actor)).programmeId;
  }

  private async nominate(
    tx: Transaction,
    { sessionId, offer }: SimilarTraining,
    employeeIds: readonly string[],
    { actor, visible }: Joiner,
  ): Promise<void> {
    if (sessionId === null || (offer !== 'OWN' && offer !== 'SEATS'))
      throw new AppError('overlap-not-joinable', { status: 409, field: 'nominate' });
    if (offer === 'SEATS') {
      for (const employeeId of employeeIds) await this.elsewhere.request(tx, { sessionId, employeeId, actor, visible });
      return;
    }
    const request = { sessionId, employeeIds, origin: 'NOMINATION' as const, note: null, actor, visible };
    const { unknown } = await this.enrolments.request(tx, { ...request, byOfficer: true });
    if (unknown.length > 0) throw new AppError('employee-unknown', { status: 422, field: 'nominate' });
  }
}
