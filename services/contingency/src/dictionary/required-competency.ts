/** A level that a role or a service asks for, in the codes of the dictionary. */
export interface RequiredCompetency {
  readonly competencyCode: string;
  readonly level: number;
}
