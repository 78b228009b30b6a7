/** Every kind of difference: two accounts of a line that contradict each other. The remedy of each stands under `chain-<kind>` in the table of errors. */
export const DIFFERENCE_KINDS = [
  'archive-differs',
  'row-missing',
  'readers-differ',
  'watermark-differs',
  'head-differs',
  'outbox-differs',
  'rows-differ',
  'log-gap',
  'log-chain',
  'receipt-differs',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** Why the chain of a position could not be computed here; none of these is a difference. */
export const REASONS = ['before-start', 'taken-at-its-word', 'not-kept', 'behind-not-kept', 'sender-not-kept'] as const;
export type Reason = (typeof REASONS)[number];

/** The first difference of a kind on a line, and how many there are of it. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly count: number;
  readonly position: number;
  /** Service or region whose account it is. */
  readonly holder: string;
  /** What the stored bytes give; null where there are none. */
  readonly computed: string | null;
  /** What the account says; null where it says nothing. */
  readonly stated: string | null;
}

/** What computing one line anew found: everything that a service of a region says to one audience in one epoch. */
export interface LineReport {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  /** Services here that read it; empty for a line of our own that nobody here reads. */
  readonly readers: readonly string[];
  /** Where computing began: at the value that begins the epoch, or behind the stated value of the oldest event that is kept. Null: nothing is kept. */
  readonly begin: { readonly position: number; readonly from: 'chain-0' | 'stated' } | null;
  /** The highest position that any account has. */
  readonly through: number;
  readonly checked: number;
  readonly notCheckable: readonly { readonly reason: Reason; readonly positions: number }[];
  /** The sender's own last statement; null: none at hand. `equal` null: nothing here has the chain at that position. */
  readonly head: { readonly position: number; readonly equal: boolean | null } | null;
  /** Readers that lack what the sender states: on its way, or to be asked for again. */
  readonly behind: readonly { readonly holder: string; readonly positions: number }[];
  /** The first of each kind, lowest position first. */
  readonly differences: readonly Difference[];
}
