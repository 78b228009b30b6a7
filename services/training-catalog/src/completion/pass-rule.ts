import type { SessionKind } from '../database/training-session.entity.js';

/** What passing asks for (syarat kelulusan); shares are hundredths of a percent. */
export interface PassRule {
  readonly ruleId: string;
  readonly programmeId: string | null;
  readonly kind: SessionKind | null;
  readonly validFrom: string;
  /** Share of the meetings that count. */
  readonly minAttendance: number;
  /** Largest share of meetings from which somebody may be excused; what is more counts as absence. */
  readonly maxExcused: number;
  /** Least score of the test after; null: it is not asked for. Holds where the session has one. */
  readonly minTest: number | null;
  /** Least weighted mark of the assignments; null: it is not asked for. */
  readonly minAssignments: number | null;
  /** Whether each assignment must have been handed in. */
  readonly allAssignments: boolean;
  readonly certificate: boolean;
  /** How long the certificate holds; null: for ever. */
  readonly certificateMonths: number | null;
  readonly basis: string;
}

/** The rule that holds for a session: the closest one in force on its first day. */
export function ruleFor(
  rules: readonly PassRule[],
  session: { readonly programmeId: string | null; readonly kind: SessionKind; readonly startsOn: string },
): PassRule | undefined {
  const inForce = rules
    .filter(({ validFrom }) => validFrom <= session.startsOn)
    .sort((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
  return (
    inForce.find(({ programmeId }) => programmeId !== null && programmeId === session.programmeId) ??
    inForce.find(({ programmeId, kind }) => programmeId === null && kind === session.kind) ??
    inForce.find(({ programmeId, kind }) => programmeId === null && kind === null)
  );
}
