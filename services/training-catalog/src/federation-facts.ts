import {
  EquivalenceDecided,
  EquivalenceProposed,
  OverlapDecided,
  PublicationDecided,
  PublicationSubmitted,
  PublicationWithdrawn,
  SeatsOffered,
  SeatsReturned,
  isDirected,
  type Audience,
  type EventData,
  type NewEvent,
} from '@betang/contracts';
import { RegionCode, calendarDateAt, timeZoneOf } from '@betang/asn';
import { findRegionCode, type SnapshotProvider } from '@betang/messaging';
import type { Transaction } from '@betang/platform';
import { decisionOf, reportOf } from './enrolments-across/guest-answers.js';
import { GUEST_SELECT, type GuestEnrolment } from './enrolments-across/guest-store.js';
import { requestOf, type Learner } from './enrolments-across/outgoing-enrolments.js';
import { allStatements } from './programme-use/programme-use-store.js';
import { useStated } from './programme-use/programme-use.js';
import { workFacts } from './work-across/work-facts.js';
import { EQUIVALENCE_SELECT, type StoredEquivalence } from './federation/equivalence-store.js';
import type { SeatOffer } from './federation/seat-offers.js';
import { seatsReturned } from './federation/seat-returns.js';

const OFFERS = `SELECT told FROM seat_offer WHERE told->>'state' = 'OPEN' ORDER BY session_id`;
const OVERLAPS = `SELECT d.decision_id AS "decisionId", d.programme_id AS "programmeId", d.outcome, d.decided_at AS "decidedAt", d.reason, d.score,
    c.rules_from AS "rulesFrom", d.other_programme_id AS "otherProgrammeId", d.other_session_id AS "otherSessionId", d.other_region AS "otherRegion",
    d.development_target_id AS "developmentTargetId", d.planned_cost::float8 AS "plannedCost"
  FROM overlap_decision AS d JOIN overlap_check AS c USING (check_id) ORDER BY d.decision_id`;
const SUBMITTED = `SELECT submitted FROM publication_request WHERE state = 'PENDING' AND approver <> $1 ORDER BY request_id`;
const TAKEN_BACK = `SELECT request_id AS "requestId", programme_id AS "programmeId", reason FROM publication_request
  WHERE state = 'WITHDRAWN' AND approver <> $1 ORDER BY request_id`;
const DECIDED = `SELECT request_id AS "requestId", programme_id AS "programmeId", state AS decision, reason FROM publication_review
  WHERE region = $1 AND state NOT IN ('PENDING', 'WITHDRAWN') ORDER BY request_id`;
const GUESTS = `${GUEST_SELECT} WHERE home_region = $1 AND state IN ('ACCEPTED', 'WAITING', 'REFUSED', 'CANCELLED') ORDER BY enrolment_id`;
const RETURNS = `SELECT return_id AS "returnId", session_id AS "sessionId", seats, reason FROM seat_return WHERE host_region = $1 ORDER BY return_id`;
const OUTCOMES = `SELECT outcome FROM guest_enrolment WHERE home_region = $1 AND outcome IS NOT NULL ORDER BY enrolment_id`;
const REQUESTS = `SELECT o.enrolment_id AS "enrolmentId", o.session_id AS "sessionId", e.name, e.employment_status AS "employmentStatus",
    (SELECT number FROM employee_number AS n WHERE n.employee_id = e.employee_id ORDER BY number_order DESC LIMIT 1) AS "employeeNumber"
  FROM outgoing_enrolment AS o JOIN employee AS e USING (employee_id) WHERE o.host_region = $1 AND o.state IN ('REQUESTED', 'WAITING', 'ACCEPTED')
 ORDER BY o.enrolment_id`;

/** What the region has to say to others just now, for who comes late: each receiver takes it as often as it comes. */
export function federationFacts(region: string): SnapshotProvider {
  return async (tx, audience) => {
    if (audience === 'federation') return [...(await offers(tx)), ...(await equivalences(tx, region))];
    if (audience === 'province') return forProvince(tx, region);
    return isDirected(audience) ? forRegion(tx, audience, region) : [];
  };
}

async function offers(tx: Transaction): Promise<NewEvent[]> {
  const rows = await tx.query<{ told: SeatOffer }>(OFFERS);
  return rows.map(({ told }) => asEvent(SeatsOffered.create({ subject: told.sessionId, data: told })));
}

/** Each region states its own words only. */
async function equivalences(tx: Transaction, region: string): Promise<NewEvent[]> {
  const rows = await tx.query<StoredEquivalence>(
    `${EQUIVALENCE_SELECT} WHERE proposing_region IS NOT NULL ORDER BY equivalence_id`,
  );
  return rows.flatMap((row) => {
    const { equivalenceId, programmeId, otherProgrammeId, proposingRegion, otherRegion, reason } = row;
    const subject = equivalenceId;
    const decided = (decision: EquivalenceDecided['decision'], why: string | null) =>
      asEvent(
        EquivalenceDecided.create({
          subject,
          data: { equivalenceId, decidingRegion: region, decision, reason: why ?? '-' },
        }),
      );
    const proposal = {
      equivalenceId,
      programmeId,
      proposingRegion: region,
      otherProgrammeId,
      otherRegion: otherRegion!,
      reason,
    };
    return [
      ...(proposingRegion === region ? [asEvent(EquivalenceProposed.create({ subject, data: proposal }))] : []),
      ...(row.decisionRegion === region && row.decision !== null ? [decided(row.decision, row.decisionReason)] : []),
      ...(row.endedRegion === region ? [decided('ENDED', row.endedReason)] : []),
    ];
  });
}

async function forProvince(tx: Transaction, region: string): Promise<NewEvent[]> {
  type Overlap = Omit<EventData<typeof OverlapDecided>, 'decidedOn'> & { readonly decidedAt: Date };
  const overlaps = await tx.query<Overlap>(OVERLAPS);
  const zone = timeZoneOf(RegionCode.parse(region));
  const dayOf = (instant: Date) => calendarDateAt(instant, zone).iso;
  const submitted = await tx.query<{ submitted: EventData<typeof PublicationSubmitted> }>(SUBMITTED, [region]);
  const takenBack = await tx.query<EventData<typeof PublicationWithdrawn>>(TAKEN_BACK, [region]);
  return [
    ...overlaps.map(({ decidedAt, ...rest }) => {
      const data = { ...rest, decidedOn: dayOf(decidedAt) };
      return asEvent(OverlapDecided.create({ subject: data.programmeId, data }));
    }),
    ...submitted.map(({ submitted: data }) => asEvent(PublicationSubmitted.create({ subject: data.requestId, data }))),
    ...takenBack.map((data) => asEvent(PublicationWithdrawn.create({ subject: data.requestId, data }))),
    ...(await allStatements(tx)).map((statement) => useStated(statement, statement.at)),
  ];
}

async function forRegion(tx: Transaction, audience: Audience & `to.${string}`, region: string): Promise<NewEvent[]> {
  const other = findRegionCode(audience.slice('to.'.length));
  if (other === undefined) return [];
  const decided = await tx.query<EventData<typeof PublicationDecided>>(DECIDED, [other]);
  const guests = await tx.query<GuestEnrolment>(GUESTS, [other]);
  const outcomes = await tx.query<{ outcome: Parameters<typeof reportOf>[1] }>(OUTCOMES, [other]);
  const requests = await tx.query<Learner & { enrolmentId: string; sessionId: string }>(REQUESTS, [other]);
  const returns = await tx.query<EventData<typeof SeatsReturned>>(RETURNS, [other]);
  return [
    ...decided.map((data) => asEvent(PublicationDecided.create({ subject: data.requestId, data, to: audience }))),
    ...guests.map(decisionOf),
    ...outcomes.map(({ outcome }) => reportOf(other, outcome)),
    ...returns.map((data) => seatsReturned(other, data)),
    ...requests.map(({ enrolmentId, sessionId, ...learner }) =>
      requestOf(other, { enrolmentId, sessionId, homeRegion: region, learner }),
    ),
    ...(await workFacts(tx, other)),
  ];
}

const asEvent = (event: unknown): NewEvent => event as NewEvent;
