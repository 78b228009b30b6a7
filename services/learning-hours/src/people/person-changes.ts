import { forgetNotices, type Transaction } from '@betang/platform';

/** The newest state of an employee in a batch. */
export interface PersonState {
  readonly employeeId: string;
  readonly employeeNumber: string;
  readonly name: string;
  readonly employmentStatus: string;
  readonly agencyId: string;
  readonly unitId: string;
  /** Direct supervisor (atasan langsung). */
  readonly supervisorId: string | null;
  /** Year of first appointment, from which on the duty counts. */
  readonly inServiceSince: number;
  readonly order: number;
  /** Calendar year of the change: agency and status of earlier years stay as they were, but for those that it names. */
  readonly changeYear: number;
  /** What the person was when years ended that were over when it was told. */
  readonly earlierYears: readonly EarlierYear[];
}

export interface EarlierYear {
  readonly year: number;
  readonly agencyId: string;
  readonly employmentStatus: string;
}

export interface PersonLeft {
  readonly employeeId: string;
  readonly leftOn: string;
  readonly order: number;
  /** Calendar year in which it was told. */
  readonly changeYear: number;
  /** What the person was when years ended, told anew after the leaving. */
  readonly earlierYears: readonly EarlierYear[];
}

/** A state of before an erasing says where somebody was, and no longer who: whatever the order in which the two come, the row is the same. */
const UPSERT_STATES = `INSERT INTO person AS p (employee_id, employee_number, name, employment_status, agency_id, unit_id, in_service_since, state_order,
    supervisor_id, state_year)
  SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::uuid[], $6::uuid[], $7::integer[], $8::bigint[], $9::uuid[], $10::smallint[])
  ON CONFLICT (employee_id) DO UPDATE SET
    employee_number = CASE WHEN excluded.state_order > p.erased_order THEN excluded.employee_number END,
    name = CASE WHEN excluded.state_order > p.erased_order THEN excluded.name END,
    employment_status = excluded.employment_status, agency_id = excluded.agency_id, unit_id = excluded.unit_id,
    in_service_since = excluded.in_service_since, state_order = excluded.state_order, state_year = greatest(p.state_year, excluded.state_year), supervisor_id = CASE WHEN excluded.state_order > p.erased_order THEN excluded.supervisor_id END,
    left_on = CASE WHEN excluded.state_order > p.left_order THEN NULL ELSE p.left_on END
  WHERE excluded.state_order > p.state_order
  RETURNING employee_id AS "employeeId"`;

const UPSERT_LEFT = `INSERT INTO person AS p (employee_id, left_on, left_order)
  SELECT * FROM unnest($1::uuid[], $2::date[], $3::bigint[])
  ON CONFLICT (employee_id) DO UPDATE SET left_order = excluded.left_order,
    left_on = CASE WHEN excluded.left_order > p.state_order THEN excluded.left_on ELSE p.left_on END
  WHERE excluded.left_order > p.left_order
  RETURNING employee_id AS "employeeId"`;

/** Answers whose identity went: nobody of whom there is a newer state. What is booked stays, under the id, with status, agency and unit. */
const ERASE = `INSERT INTO person AS p (employee_id, erased_order) SELECT * FROM unnest($1::uuid[], $2::bigint[])
  ON CONFLICT (employee_id) DO UPDATE SET name = NULL, employee_number = NULL, supervisor_id = NULL, erased_order = excluded.erased_order
  WHERE excluded.erased_order > p.state_order AND excluded.erased_order > p.erased_order
  RETURNING employee_id AS "employeeId"`;

/** What else tells who somebody is: main data and number for the exchange with BKN. */
const ERASE_BESIDE = [
  'DELETE FROM siasn_person WHERE employee_id = ANY($1::uuid[])',
  'DELETE FROM reconciliation_person WHERE employee_id = ANY($1::uuid[])',
];

/** Writes states; answers whose row changed. An older event than the one applied changes nothing. */
export async function writeStates(tx: Transaction, states: readonly PersonState[]): Promise<Set<string>> {
  const newest = newestOf(states);
  const cells: ((state: PersonState) => unknown)[] = [
    (state) => state.employeeId,
    (state) => state.employeeNumber,
    (state) => state.name,
    (state) => state.employmentStatus,
    (state) => state.agencyId,
    (state) => state.unitId,
    (state) => state.inServiceSince,
    (state) => state.order,
    (state) => state.supervisorId,
    (state) => state.changeYear,
  ];
  const rows = await tx.prepared<{ employeeId: string }>(
    'person-states',
    UPSERT_STATES,
    cells.map((cell) => newest.map(cell)),
  );
  return new Set(rows.map(({ employeeId }) => employeeId));
}

/** Writes leavings; answers whose row changed. One that is older than the person's state (a return) is on record and changes nothing. */
export async function writeLeavings(tx: Transaction, leavings: readonly PersonLeft[]): Promise<Set<string>> {
  const newest = newestOf(leavings);
  const rows = await tx.prepared<{ employeeId: string }>('person-left', UPSERT_LEFT, [
    newest.map(({ employeeId }) => employeeId),
    newest.map(({ leftOn }) => leftOn),
    newest.map(({ order }) => order),
  ]);
  return new Set(rows.map(({ employeeId }) => employeeId));
}

/** Forgets name and number of people whose identity is kept no longer; answers of whom. */
export async function eraseNames(
  tx: Transaction,
  erased: readonly Pick<PersonLeft, 'employeeId' | 'order'>[],
): Promise<string[]> {
  const newest = newestOf(erased);
  const rows = await tx.prepared<{ employeeId: string }>('person-erase', ERASE, [
    newest.map(({ employeeId }) => employeeId),
    newest.map(({ order }) => order),
  ]);
  return rows.map(({ employeeId }) => employeeId);
}

/** Forgets what tells who these people are beside the list of persons. */
export async function eraseBeside(tx: Transaction, employeeIds: readonly string[]): Promise<void> {
  if (employeeIds.length === 0) return;
  for (const statement of ERASE_BESIDE) await tx.execute(statement, [employeeIds]);
  await forgetNotices(tx, employeeIds);
}

function newestOf<T extends { readonly employeeId: string; readonly order: number }>(changes: readonly T[]): T[] {
  const newest = new Map<string, T>();
  for (const change of changes) {
    const known = newest.get(change.employeeId);
    if (!known || known.order < change.order) newest.set(change.employeeId, change);
  }
  return [...newest.values()];
}
