import { checkAmount, type AmountBounds } from '@betang/asn';
import { findLearningPath } from '@betang/contracts';
import { AppError, type FieldProblem } from '@betang/platform';
import { completionAmountProblem } from '../completions/check-completion.decision.js';
import type { Delivery } from '../database/programme.entity.js';
import type {
  ApprovalStep,
  DevelopedCompetency,
  SessionKind,
  TrainingSessionEntity,
} from '../database/training-session.entity.js';

/** What an officer says about a new session. */
export interface SessionPlan {
  readonly kind: SessionKind;
  readonly programmeId: string | null;
  readonly title: string | null;
  readonly organiser: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly delivery: Delivery | null;
  readonly place: string;
  readonly link: string | null;
  readonly capacity: number;
  readonly scope: 'NATIONAL' | 'INTERNATIONAL';
  /** Of a forum or lecture without a programme; both or none. */
  readonly pathCode: string | null;
  readonly quantityHundredths: number | null;
  readonly targetGroup: string | null;
  readonly enrolFrom: string | null;
  readonly enrolUntil: string | null;
  readonly selfEnrolment: boolean;
  /** Null: as the region's rule has it. */
  readonly approvals: readonly ApprovalStep[] | null;
  readonly trainerIds: readonly string[];
  readonly proposalId: string | null;
}

/** What the programme on offer says today. */
export interface OfferedProgramme {
  readonly programmeVersion: number;
  readonly title: string;
  readonly pathCode: string;
  readonly delivery: Delivery;
  readonly hoursHundredths: number;
  readonly organiser: string;
  readonly developmentTarget: string;
  readonly developmentTargetId?: string | null;
  readonly competencyCodes: readonly string[];
  readonly competencies?: readonly DevelopedCompetency[];
}

export interface SchedulingContext {
  readonly sessionId: string;
  readonly cohort: number;
  /** Approvals by the region's rule, for a session that says nothing of its own. */
  readonly approvals: readonly ApprovalStep[];
  readonly by: string;
  readonly now: Date;
  readonly bounds: AmountBounds;
}

const DAY_MS = 86_400_000;

/**
 * The session as it stands from now on; its worth is the programme's of today. Paths that count days (seminars, workshops) count those from
 * the first to the last. Throws `session-refused` (422) with the fields.
 */
export function scheduleSession(
  plan: SessionPlan,
  offered: OfferedProgramme | undefined,
  context: SchedulingContext,
): TrainingSessionEntity {
  const worth = worthOf(plan, offered);
  // Hours of the programme stand in no field of the plan: its days are what can be mended.
  const field = plan.quantityHundredths === null ? 'endsOn' : 'quantityHundredths';
  const tooMuch = worthProblems({ ...plan, ...worth }, context.bounds).map((problem) => ({ ...problem, field }));
  const problems = [...problemsOf(plan, offered), ...tooMuch];
  if (problems.length > 0) throw new AppError('session-refused', { status: 422, errors: problems });
  const { programmeId, endsOn, startsOn } = plan;
  return {
    ...plan,
    sessionId: context.sessionId,
    programmeId,
    state: 'OPEN',
    revision: 1,
    title: plan.title ?? offered?.title ?? '',
    organiser: plan.organiser ?? offered?.organiser ?? '',
    cohortYear: Number(startsOn.slice(0, 4)),
    cohort: context.cohort,
    programmeVersion: offered?.programmeVersion ?? null,
    delivery: plan.delivery ?? offered?.delivery ?? 'CLASSICAL',
    ...worth,
    competencies: offered ? competenciesOf(offered) : [],
    developmentTargetId: offered?.developmentTargetId ?? null,
    developmentTarget: offered?.developmentTarget ?? null,
    enrolUntil: plan.enrolUntil ?? endsOn,
    approvals: [...(plan.approvals ?? context.approvals)],
    trainerIds: [...new Set(plan.trainerIds)],
    cancelledReason: null,
    createdBy: context.by,
    createdAt: context.now,
    changedAt: context.now,
  };
}

function problemsOf(plan: SessionPlan, offered: OfferedProgramme | undefined): FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (plan.endsOn < plan.startsOn) problems.push({ field: 'endsOn', code: 'completion.ends-before-start' });
  if (plan.kind === 'TRAINING' && !offered) problems.push({ field: 'programmeId', code: 'session.programme-needed' });
  if (!offered && plan.title === null) problems.push({ field: 'title', code: 'session.title-needed' });
  if (!offered && plan.organiser === null) problems.push({ field: 'organiser', code: 'session.organiser-needed' });
  if ((plan.pathCode === null) !== (plan.quantityHundredths === null))
    problems.push({ field: 'quantityHundredths', code: 'session.worth-incomplete' });
  if (plan.pathCode !== null && !findLearningPath(plan.pathCode, plan.endsOn))
    problems.push({ field: 'pathCode', code: 'completion.path-unknown' });
  if (plan.enrolUntil !== null && plan.enrolUntil > plan.endsOn)
    problems.push({ field: 'enrolUntil', code: 'session.enrolment-after-end' });
  if (plan.enrolFrom !== null && plan.enrolFrom > (plan.enrolUntil ?? plan.endsOn))
    problems.push({ field: 'enrolFrom', code: 'session.enrolment-window' });
  return problems;
}

/** Whether its worth can be learned in its days; of days in the wrong order, or a path unknown, another check tells. */
export function worthProblems(
  session: Pick<TrainingSessionEntity, 'pathCode' | 'quantityHundredths' | 'startsOn' | 'endsOn'>,
  bounds: AmountBounds,
): FieldProblem[] {
  const { pathCode, quantityHundredths, startsOn: startedOn, endsOn: completedOn } = session;
  const unit = pathCode === null ? undefined : findLearningPath(pathCode, completedOn)?.unit;
  if (unit === undefined || quantityHundredths === null || completedOn < startedOn) return [];
  const problem = checkAmount({ unit, quantityHundredths, startedOn, completedOn }, bounds);
  return problem ? [completionAmountProblem(problem)] : [];
}

function worthOf(
  plan: SessionPlan,
  offered: OfferedProgramme | undefined,
): Pick<TrainingSessionEntity, 'pathCode' | 'quantityHundredths'> {
  if (!offered) return { pathCode: plan.pathCode, quantityHundredths: plan.quantityHundredths };
  const { pathCode } = offered;
  const unit = findLearningPath(pathCode, plan.endsOn)?.unit;
  if (plan.quantityHundredths !== null && plan.pathCode === pathCode)
    return { pathCode, quantityHundredths: plan.quantityHundredths };
  if (unit === 'DAY') return { pathCode, quantityHundredths: daysOf(plan.startsOn, plan.endsOn) * 100 };
  if (unit === 'PROGRAM_JP') return { pathCode, quantityHundredths: offered.hoursHundredths };
  return { pathCode, quantityHundredths: 100 };
}

function daysOf(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

function competenciesOf(offered: OfferedProgramme): DevelopedCompetency[] {
  if (offered.competencies && offered.competencies.length > 0)
    return offered.competencies.map(({ code, level }) => ({ code, level }));
  return offered.competencyCodes.map((code) => ({ code, level: null }));
}
