/** What of one kind followed a new dictionary: taken over to the new codes, and left to be asked about, for nothing takes their place. */
export interface Followed {
  readonly mapped: number;
  readonly asked: number;
}
