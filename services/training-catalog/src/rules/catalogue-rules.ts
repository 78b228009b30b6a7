/** Points of each criterion of similarity; they add up to 100. */
export interface SimilarityWeights {
  readonly competency: number;
  readonly level: number;
  readonly targetGroup: number;
  readonly period: number;
  readonly title: number;
}

/** Who approves before a programme is published (satu pintu): nobody, somebody else of the region, or the province's academy (BPSDM). */
export const APPROVALS = ['NONE', 'OWN', 'PROVINCE'] as const;
export type Approval = (typeof APPROVALS)[number];

export const TARGET_REGISTERS = ['ALWAYS', 'WHEN_RECORDED'] as const;
/** What becomes of a programme without the modules that make up its hours: it is pointed out, or not published. */
export const CURRICULA = ['ADVISED', 'REQUIRED'] as const;
export const GUEST_REQUESTS = ['WITHIN_SEATS', 'BY_OFFICER'] as const;

/** The region's rules of the catalogue from a day on. Dated data: a region changes them without a release. */
export interface CatalogueRules {
  readonly validFrom: string;
  readonly legalBasis: string;
  readonly approval: Approval;
  /** Whether a target must stand in the register from the first programme on, or once there is one. */
  readonly targetRegister: (typeof TARGET_REGISTERS)[number];
  readonly curriculum: (typeof CURRICULA)[number];
  /** Whether requests of other regions within the seats offered are taken as they come. */
  readonly guestRequests: (typeof GUEST_REQUESTS)[number];
  /** Score from which on programmes count as similar. */
  readonly threshold: number;
  /** Days apart at which two periods have nothing in common any more. */
  readonly periodDays: number;
  readonly weights: SimilarityWeights;
}

/** Rules as they are set: what is left out goes on as it holds by then. */
export type NewCatalogueRules = Omit<CatalogueRules, 'curriculum'> & Partial<Pick<CatalogueRules, 'curriculum'>>;
