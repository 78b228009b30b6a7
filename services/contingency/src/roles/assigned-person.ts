/** A level that a person has, and the last day that it holds (null: without end). */
export interface HeldCompetency {
  readonly level: number;
  readonly validUntil: string | null;
}

/** A person named for a role or a service, with what is known of the person now. */
export interface AssignedPerson {
  readonly assignmentId: string;
  readonly employeeId: string;
  readonly kind: 'HOLDER' | 'ALTERNATE';
  /** Unit in which the person was when named or last confirmed. */
  readonly assignedUnitId: string;
  readonly confirmedOn: string;
  /** False: identity has told nothing of this person. */
  readonly known: boolean;
  readonly unitId: string | null;
  /** First day no longer in service here. */
  readonly leftOn: string | null;
  /** First day of retirement: as identity tells it, else as age tells. */
  readonly retiresOn: string | null;
  readonly levels: ReadonlyMap<string, HeldCompetency>;
}
