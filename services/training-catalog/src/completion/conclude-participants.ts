import { TrainingNotPassed, newId, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Clock, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { Certificate } from '../certificates/certificate.js';
import { CertificateListeners } from '../certificates/certificate-listeners.js';
import { CertificateIssuer } from '../certificates/issue-certificates.js';
import type { Completion } from '../completions/completion.js';
import { trainingCompleted } from '../completions/record-completion.js';
import { Seats } from '../enrolments/seats.js';
import { BehaviourReviews } from '../evaluation/behaviour-reviews.js';
import type { ConclusionContext } from './conclusion-context.js';
import { decideCompletion, type CompletionDecision } from './decide-completion.decision.js';
import { insertCompletions, insertDetails, insertOutcomes, type Outcome } from './outcome-rows.js';
import type { Participation } from './participation-facts.js';

/** Decides on participants and writes all that follows: outcome, completion, certificate, events, seats, and the review to come. */
@Injectable()
export class ParticipantConclusion {
  constructor(
    private readonly certificates: CertificateIssuer,
    private readonly listeners: CertificateListeners,
    private readonly outbox: Outbox,
    private readonly seats: Seats,
    private readonly reviews: BehaviourReviews,
    private readonly clock: Clock,
  ) {}

  async conclude(tx: Transaction, people: readonly Participation[], context: ConclusionContext): Promise<Outcome[]> {
    const { session, rule } = context;
    const today = this.clock.today();
    const outcomes = people.map((participant): Outcome => {
      const decision = decideCompletion(participant.facts, rule);
      const worth = decision.passed && session.pathCode !== null;
      return { ...participant, decision, completionId: worth ? newId() : null };
    });
    const passed = outcomes.filter(({ decision }) => decision.passed);
    await insertOutcomes(tx, outcomes, context, today);
    const certified = await this.certify(tx, passed, context, today);
    await this.complete(tx, passed, certified, context);
    const notPassed = outcomes.filter(({ decision, homeRegion }) => !decision.passed && homeRegion === null);
    await this.outbox.append(
      tx,
      notPassed.map((outcome) => trainingNotPassed(outcome, outcome.decision, context, today)),
    );
    // Last, so that whoever listens finds outcome and certificate written.
    const ids = (those: readonly Outcome[]) => those.map(({ enrolmentId }) => enrolmentId);
    await this.seats.move(tx, ids(passed), 'PASSED', null);
    await this.seats.move(tx, ids(outcomes.filter(({ decision }) => !decision.passed)), 'NOT_PASSED', null);
    await this.listeners.tell(tx, [...certified.values()]);
    await this.reviews.plan(tx, session, passed);
    return outcomes;
  }

  private async certify(
    tx: Transaction,
    passed: readonly Outcome[],
    { session, rule, actor, cause }: ConclusionContext,
    today: string,
  ): Promise<Map<string, Certificate>> {
    const { pathCode, quantityHundredths } = session;
    if (!rule.certificate || pathCode === null || quantityHundredths === null) return new Map();
    const grants = passed.flatMap(({ enrolmentId, employeeId, homeRegion, name, completionId }) =>
      completionId === null
        ? []
        : [
            {
              completionId,
              enrolmentId,
              sessionId: session.sessionId,
              employeeId,
              homeRegion,
              holderName: name ?? '-',
              programmeId: session.programmeId,
              title: session.title,
              organiser: session.organiser,
              pathCode,
              quantityHundredths,
              startedOn: session.startsOn,
              completedOn: session.endsOn,
              replacesId: null,
              issuedReason: null,
              replacesNumber: null,
            },
          ],
    );
    const issued = await this.certificates.issue(tx, grants, { today, months: rule.certificateMonths, actor, cause });
    return new Map(issued.map((certificate) => [certificate.enrolmentId, certificate]));
  }

  /** Guests complete at home: their own region records it from what this one tells it. */
  private async complete(
    tx: Transaction,
    passed: readonly Outcome[],
    certified: ReadonlyMap<string, Certificate>,
    { session, actor, cause }: ConclusionContext,
  ): Promise<void> {
    const { pathCode, quantityHundredths } = session;
    if (pathCode === null || quantityHundredths === null) return;
    const completions = passed.flatMap(({ enrolmentId, employeeId, homeRegion, completionId }): Completion[] =>
      completionId === null || homeRegion !== null
        ? []
        : [
            {
              completionId,
              employeeId,
              programmeId: session.programmeId,
              sessionId: session.sessionId,
              title: session.title,
              organiser: session.organiser,
              pathCode,
              scope: session.scope,
              quantityHundredths,
              startedOn: session.startsOn,
              completedOn: session.endsOn,
              certificateNumber: certified.get(enrolmentId)?.number ?? null,
            },
          ],
    );
    const certificateIds = new Map([...certified.values()].map((one) => [one.completionId, one.certificateId]));
    await insertCompletions(tx, completions, actor);
    await insertDetails(tx, completions, session, certificateIds);
    const { programmeVersion, delivery, competencies, developmentTargetId } = session;
    await this.outbox.append(
      tx,
      completions.map((completion) =>
        trainingCompleted(completion, cause, {
          programmeVersion,
          delivery,
          competencies,
          developmentTargetId,
          certificateId: certificateIds.get(completion.completionId) ?? null,
        }),
      ),
    );
  }
}

function trainingNotPassed(
  { enrolmentId, employeeId }: Outcome,
  { checks }: CompletionDecision,
  { session, rule, cause }: ConclusionContext,
  today: string,
): NewEvent {
  const reasons = checks.filter(({ met }) => !met).map(({ code, required, reached }) => ({ code, required, reached }));
  const { sessionId, programmeId, title } = session;
  const data = {
    enrolmentId,
    employeeId,
    sessionId,
    programmeId,
    title,
    decidedOn: today,
    passRuleId: rule.ruleId,
    reasons,
  };
  return TrainingNotPassed.create({ subject: employeeId, data, cause }) as unknown as NewEvent;
}
