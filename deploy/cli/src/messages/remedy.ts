/** What happened, and what to do next. */
export interface Remedy {
  readonly what: string;
  readonly remedy: string;
}
