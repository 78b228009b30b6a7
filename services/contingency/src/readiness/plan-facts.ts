import type { RequiredCompetency } from '../dictionary/required-competency.js';
import type { AssignedPerson } from '../roles/assigned-person.js';

/** People who must stand ready: those of a role, or the least staff of a critical service. */
export interface PeopleNeed {
  readonly id: string;
  readonly name: string;
  readonly people: number;
  readonly alternates: number;
  readonly competencies: readonly RequiredCompetency[];
  /** Codes among them that the dictionary does not have. */
  readonly unknownCodes: readonly string[];
  readonly assigned: readonly AssignedPerson[];
}

export interface Supply {
  /** What can be counted on: of a stock as far as earlier promises leave it, or as was knowingly promised beyond. */
  readonly quantity: number;
  /** What other plans were promised of the same stock for the same months, where it does not reach for all of them. */
  readonly contested: number;
  /** First day that it can be counted on: of a commitment the day from which the partner gives it; null: from ever. */
  readonly validFrom: string | null;
  /** Last day that it can be counted on: of goods their use, of a commitment its validity. */
  readonly validUntil: string | null;
  /** Who gives it, where it is no stock of the region's own. */
  readonly partner: string | null;
}

export interface ResourceNeed {
  readonly needId: string;
  readonly item: string;
  readonly quantity: number;
  readonly supplies: readonly Supply[];
}

/** A version that was signed for a day ahead. */
export interface NextVersion {
  readonly version: number;
  readonly validFrom: string;
  readonly validUntil: string;
  readonly reviewDueOn: string;
}

/** A review that was asked for and not answered yet. */
export interface OpenReview {
  readonly reviewId: string;
  readonly reason: string;
  readonly dueOn: string;
}

/** The review of an emergency that is not closed yet. */
export interface OpenAfterAction {
  readonly emergencyId: string;
  readonly title: string;
  readonly dueOn: string;
}

/** All that readiness of one plan follows from. */
export interface PlanFacts {
  readonly planId: string;
  readonly hazardCode: string;
  readonly document: {
    readonly version: number | null;
    readonly validUntil: string | null;
    readonly reviewDueOn: string | null;
    /** Signed already, and in force from a day ahead on. */
    readonly next?: NextVersion | null;
  };
  /** Reviews asked for and not done, by their due days. */
  readonly openReviews: readonly OpenReview[];
  readonly roles: readonly PeopleNeed[];
  readonly needs: readonly ResourceNeed[];
  readonly commitments: readonly {
    readonly commitmentId: string;
    readonly partner: string;
    readonly validUntil: string;
  }[];
  readonly lastDrillOn: string | null;
  /** Actions not done, by their due days. */
  readonly openActions: readonly string[];
  /** After-action reviews that are not closed. */
  readonly openAfterActions: readonly OpenAfterAction[];
  readonly services: readonly PeopleNeed[];
}
