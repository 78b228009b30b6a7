import type { JointSessionProposed } from '@betang/contracts';
import { AppError } from '@betang/platform';
import type { ProgrammeDetails } from '../programmes/programme-details.js';
import type { SessionPlan } from '../sessions/schedule-session.decision.js';
import type { SeatOfferTerms } from './offer-seats.decision.js';

/** What the proposal leaves to whoever opens the session. */
export interface JointSessionDates {
  readonly startsOn: string;
  readonly endsOn: string;
  readonly place: string;
  readonly link: string | null;
  readonly requestUntil: string;
  readonly contribution: number;
  /** Until then each region's seats are held for it; RFC 3339. */
  readonly reservedUntil?: string;
}

/**
 * The session and the seats of a proposal: as many as all regions need together, a quota for each, what is left for the region's own. Throws
 * `joint-session-withdrawn` (409).
 */
export function planJointSession(
  proposal: JointSessionProposed,
  programmeId: string,
  dates: JointSessionDates,
  ownRegion: string,
): { readonly plan: SessionPlan; readonly offer: SeatOfferTerms } {
  if (proposal.withdrawn) throw new AppError('joint-session-withdrawn', { status: 409 });
  const { requestUntil, contribution, startsOn, endsOn, place, link } = dates;
  const quotas = quotasOf(proposal).filter(({ region }) => region !== ownRegion);
  const demand = quotasOf(proposal).reduce((sum, { seats }) => sum + seats, 0);
  const plan: SessionPlan = {
    kind: 'TRAINING',
    programmeId,
    title: proposal.title,
    organiser: proposal.organiser,
    startsOn,
    endsOn,
    delivery: proposal.delivery,
    place,
    link,
    capacity: Math.max(1, proposal.seats, demand),
    scope: 'NATIONAL',
    pathCode: null,
    quantityHundredths: null,
    targetGroup: null,
    enrolFrom: null,
    enrolUntil: requestUntil,
    selfEnrolment: false,
    approvals: [],
    trainerIds: [],
    proposalId: proposal.proposalId,
  };
  const held = dates.reservedUntil === undefined ? {} : { reservedUntil: dates.reservedUntil };
  return { plan, offer: { quotas, openSeats: 0, requestUntil, contribution, ...held } };
}

/** The programme of a proposal that names none: everything it asks for, and nothing else. */
export function programmeOf(proposal: JointSessionProposed): ProgrammeDetails {
  const { title, pathCode, delivery, organiser, hours, developmentTargetId, competencyCode, level } = proposal;
  return {
    title,
    pathCode,
    delivery,
    hours,
    meetings: 0,
    organiser,
    developmentTarget: null,
    developmentTargetId,
    competencies: [{ code: competencyCode, level }],
    targetGroups: [],
    modules: [],
    trainers: [],
    costPerParticipant: proposal.seats === 0 ? 0 : Math.round(proposal.budget / proposal.seats),
    fixedCost: 0,
    fundingPattern: 'APBD',
  };
}

/** Seats a region needs in all its lines together, in order of regions. */
function quotasOf({ demands }: JointSessionProposed): { region: string; seats: number }[] {
  const sums = new Map<string, number>();
  for (const { region, seats } of demands) sums.set(region, (sums.get(region) ?? 0) + seats);
  return [...sums]
    .filter(([, seats]) => seats > 0)
    .map(([region, seats]) => ({ region, seats }))
    .sort((a, b) => a.region.localeCompare(b.region));
}
