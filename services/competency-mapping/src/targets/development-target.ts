import type { DevelopmentTargetKind } from '@betang/contracts';

/** The value of an indicator in one year: aimed at, and reached. */
export interface YearlyValue {
  readonly year: number;
  readonly target: number | null;
  readonly actual: number | null;
}

/** A node of the region's medium-term plan (RPJMD). */
export interface DevelopmentTarget {
  readonly targetId: string;
  readonly revision: number;
  readonly parentId: string | null;
  readonly kind: DevelopmentTargetKind;
  readonly code: string;
  readonly title: string;
  readonly unit: string | null;
  readonly values: readonly YearlyValue[];
  /** First and last day of the planning period. */
  readonly validFrom: string;
  readonly validTo: string;
  readonly withdrawnReason: string | null;
}

/** What an officer says about a node. */
export type TargetDetails = Pick<
  DevelopmentTarget,
  'parentId' | 'kind' | 'code' | 'title' | 'unit' | 'values' | 'validFrom' | 'validTo'
>;
