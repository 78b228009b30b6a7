/** A competency and the level, 1 to 5, that the programme leads to; null where it names none (PermenPANRB 38/2017). */
export interface CompetencyAtLevel {
  readonly code: string;
  readonly level: number | null;
}
