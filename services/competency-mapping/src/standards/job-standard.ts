/** Required level by competency code. */
export type RequiredLevels = Readonly<Record<string, number>>;

export const STANDARD_SCOPES = ['POSITION', 'TYPE'] as const;
export type StandardScope = (typeof STANDARD_SCOPES)[number];

/** A version of a job standard (standar kompetensi jabatan, SKJ). */
export interface JobStandard {
  readonly standardId: string;
  readonly version: number;
  /** For one position by its name, or for all positions of a type that have no standard of their own. */
  readonly scope: StandardScope;
  /** Key of the position's name, or value of the type (`FUNCTIONAL:AHLI_MUDA`). */
  readonly lookup: string;
  readonly title: string;
  /** Only for people of this agency; null: of all. */
  readonly agencyId: string | null;
  readonly levels: RequiredLevels;
  readonly dictionaryVersion: number;
  readonly origin: 'DEFAULT' | 'MANUAL' | 'IMPORT' | 'COPY' | 'MIGRATION';
  readonly legalBasis: string;
}
