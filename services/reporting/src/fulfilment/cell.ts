/** What a report of fulfilment can be grouped by. */
export const GROUPINGS = ['region', 'agency', 'status', 'month'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** People per band of fulfilment, as the region states them. */
export interface Bands {
  readonly none: number;
  readonly started: number;
  readonly halfway: number;
  readonly fulfilled: number;
}

/** The figures of one region for one key of the grouping. */
export interface Cell {
  readonly key: string;
  readonly region: string;
  /** The agency's name where it is known; null for other groupings. */
  readonly agencyName: string | null;
  readonly people: number;
  /** Null where they are not stated: by month, and for own figures that were not put to the duty. */
  readonly bands: Bands | null;
  /** Hundredths of a JP. */
  readonly counted: number;
  /** Some of it is about few people, and is left out for this reader. */
  readonly withheld?: boolean;
}

/** Key of the agencies that a region merged because they are small: `rest:` and the region. */
export const isRestKey = (key: string): boolean => key.startsWith('rest:');
