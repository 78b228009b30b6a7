/** How many days a step may be handed over, today among them not counted, from a day on. */
interface LongestTerm {
  readonly validFrom: string;
  readonly days: number;
}

/**
 * The longest terms of a delegation (pendelegasian), the newest last. Assumption of ours: UU 30/2014 knows delegation and mandate and sets no number of days that
 * we have read. A quarter covers leave and a vacant post; longer ones are a change of duty, which is a matter of roles. Learning hours and the catalogue bound theirs
 * alike. Another term begins with a row of its own, so that what was handed over before stands.
 */
const LONGEST_TERMS: readonly LongestTerm[] = [{ validFrom: '2000-01-01', days: 92 }];

const DAY_MS = 86_400_000;

/** The latest last day (`YYYY-MM-DD`) of a step that is handed over on a day. */
export function latestEndOf(givenOn: string, terms: readonly LongestTerm[] = LONGEST_TERMS): string {
  const begun = terms.filter(({ validFrom }) => validFrom <= givenOn);
  const { days } = begun.at(-1) ?? terms[0]!;
  return new Date(Date.parse(givenOn) + days * DAY_MS).toISOString().slice(0, 10);
}
