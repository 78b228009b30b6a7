/** Kinds of dated rules of this service. */
export const RULE_KINDS = ['PROFILE', 'JOB_MATCH', 'NEEDS', 'TALENT'] as const;
export type RuleKind = (typeof RULE_KINDS)[number];

/** How a competency was shown. SIMPLE, MEDIUM and COMPLEX are the "metode sederhana, sedang, kompleks" of assessments. */
export const METHODS = [
  'ASSESSMENT_CENTER',
  'COMPUTER_ASSISTED',
  'COMPLEX',
  'MEDIUM',
  'SIMPLE',
  'SUPERVISOR',
  'PEER',
  'SELF',
  'TRAINING',
] as const;
export type Method = (typeof METHODS)[number];

export interface MethodRule {
  /** Months that a result holds from the day it was observed; null: without end. */
  readonly months: number | null;
  /** Weight beside other methods; 0: recorded, but never counted. */
  readonly weight: number;
  /** Highest level that this method can show. */
  readonly maxLevel: number;
  /** Counts only where it is above what other methods show: a training to level 2 does not undo an assessed level 3. */
  readonly onlyRaises: boolean;
}

export const STRATEGIES = ['LATEST', 'BEST', 'WEIGHTED'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** How a profile follows from evidence. */
export interface ProfileRule {
  readonly strategy: Strategy;
  readonly methods: Readonly<Record<Method, MethodRule>>;
  /** Answers of colleagues under which nothing counts and nothing shows; three at least, and without it. */
  readonly leastPeerAnswers?: number;
}

/** Edges of three categories in hundredths of a percent: `upper` and above, `lower` and above, under it. */
export interface CategoryEdges {
  readonly upper: number;
  readonly lower: number;
}

/** How the job person match (JPM) is weighed and named. */
export interface JobMatchRule {
  /** Percent that technical competencies weigh, by type of position (`FUNCTIONAL:AHLI_MADYA`); types that are not here weigh all levels alike. */
  readonly technicalPercent: Readonly<Record<string, number>>;
  /** O optimal, CO cukup optimal, KO kurang optimal. */
  readonly mapping: CategoryEdges;
  /** MS memenuhi syarat, MMS masih memenuhi syarat, KMS kurang memenuhi syarat. */
  readonly promotion: CategoryEdges;
}

/** What closing a gap takes, and what makes it urgent. */
export interface NeedsRule {
  /** Learning hours per missing level, hundredths of a JP. */
  readonly hoursPerLevel: number;
  /** Rupiah per person and missing level. */
  readonly rupiahPerLevel: number;
  /** Share of the people with a gap (percent) from which the urgency is 2, 3, 4 and 5, before weights. */
  readonly urgencySteps: readonly [number, number, number, number];
}

/** What is to be done with people of a box (tindak lanjut); each has a text. */
export const FOLLOW_UPS = [
  'PROMOTE',
  'RETAIN',
  'SUCCESSION_POOL',
  'AWARD',
  'ROTATE',
  'GUIDE_PERFORMANCE',
  'DEVELOP',
  'STUDY_ASSIGNMENT',
  'PLACE',
  'COUNSEL',
  'BY_REGULATION',
] as const;
export type FollowUp = (typeof FOLLOW_UPS)[number];

/** Thresholds of the nine boxes, and which box a pair of tiers is. Scores are hundredths of 100. */
export interface TalentRule {
  readonly performance: { readonly middle: number; readonly high: number };
  readonly potential: { readonly middle: number; readonly high: number };
  /** Box by potential (low, middle, high) and, within it, performance (below, as, above expectation). */
  readonly boxes: readonly [readonly number[], readonly number[], readonly number[]];
  /** Boxes from which successors are taken (kelompok rencana suksesi). */
  readonly poolBoxes: readonly number[];
  /** Scores of the words of an appraisal, by the word in small letters without spaces; without it those of the first rule. */
  readonly ratings?: Readonly<Record<string, number>>;
  /** By box; without it those of the first rule. */
  readonly followUps?: Readonly<Record<string, readonly FollowUp[]>>;
}

export interface RuleContents {
  readonly PROFILE: ProfileRule;
  readonly JOB_MATCH: JobMatchRule;
  readonly NEEDS: NeedsRule;
  readonly TALENT: TalentRule;
}

export interface DatedRule<K extends RuleKind = RuleKind> {
  readonly kind: K;
  readonly ruleVersion: string;
  readonly validFrom: string;
  readonly content: RuleContents[K];
  readonly legalBasis: string;
  readonly status: 'V' | 'V2' | 'U' | 'REGION';
  readonly decidedBy: string;
}
