/** A node of a region's medium-term plan (RPJMD) as the register holds it. */
export interface DevelopmentTarget {
  readonly targetId: string;
  readonly region: string;
  readonly parentId: string | null;
  readonly kind: string;
  readonly code: string;
  readonly title: string;
  readonly unit: string | null;
  readonly values: readonly { readonly year: number; readonly target: number | null; readonly actual: number | null }[];
  readonly validFrom: string;
  readonly validTo: string;
  readonly withdrawn: boolean;
}
