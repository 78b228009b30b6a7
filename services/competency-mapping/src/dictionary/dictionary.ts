/** A behaviour by which a level can be seen (indikator perilaku). */
export interface BehaviourIndicator {
  readonly level: number;
  readonly text: string;
}

export const GROUPS = ['MANAGERIAL', 'SOCIO_CULTURAL', 'TECHNICAL'] as const;
export type CompetencyGroup = (typeof GROUPS)[number];

export interface DictionaryCompetency {
  readonly code: string;
  readonly group: CompetencyGroup;
  /** Field of government affairs (urusan) of a technical competency. */
  readonly field: string | null;
  readonly nameId: string;
  readonly nameEn: string;
  readonly minLevel: number;
  readonly maxLevel: number;
  readonly indicators: readonly BehaviourIndicator[];
}

export interface Dictionary {
  readonly dictionaryId: string;
  readonly version: number;
  readonly title: string;
  readonly legalBasis: string;
  readonly validFrom: string;
  readonly state: 'DRAFT' | 'PUBLISHED';
  readonly revision: number;
}

/** What a code of the version before is in this one. Levels 0 to 5 map to `levels[level]`; without it they stay as they are. */
export interface Succession {
  readonly fromCode: string;
  /** Null: nothing takes its place. */
  readonly toCode: string | null;
  readonly levels?: readonly number[];
  /** What else it is where it was split; nobody is split who has no successor. */
  readonly also?: readonly SplitPart[];
}

/** One of the parts that a competency was split into, beside the first. */
export interface SplitPart {
  readonly toCode: string;
  readonly levels?: readonly number[];
}

/** {@link Succession} with its levels spelt out, within what the code that follows can have. */
export interface CodeStep {
  readonly fromCode: string;
  readonly toCode: string | null;
  readonly levels: readonly number[];
  /** What else it is where it was split. */
  readonly also?: readonly { readonly toCode: string; readonly levels: readonly number[] }[];
}

/** What is wrong with a step, or with a code of the new version, and where. */
export interface SuccessionProblem {
  readonly field: string;
  readonly code:
    | 'dictionary.code-unknown'
    | 'dictionary.code-without-successor'
    | 'dictionary.code-twice'
    | 'dictionary.code-used-before'
    | 'dictionary.levels-wrong'
    | 'dictionary.levels-need-new-code';
}

/** What a code that evidence may carry counts for in the version that holds. */
export interface CurrentCode {
  readonly recordedCode: string;
  readonly currentCode: string | null;
  readonly levels: readonly number[];
}
