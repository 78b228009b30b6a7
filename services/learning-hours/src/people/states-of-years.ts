import type { Transaction } from '@betang/platform';
import type { EarlierYear, PersonLeft, PersonState } from './person-changes.js';

/** The year under which the oldest state of a person stands. */
const BEFORE_ANY_YEAR = 0;

/** What somebody was: from a year on, or in just that year, where it was told once the year was over. */
export interface StateOfYear {
  readonly employeeId: string;
  readonly fromYear: number;
  readonly toldLater: boolean;
  readonly order: number;
  readonly agencyId: string;
  readonly employmentStatus: string;
}

/** Of a year the newest word counts, of year 0 the oldest: the same rows in whatever order events come. */
const UPSERT = `INSERT INTO person_state AS t (employee_id, from_year, told_later, state_order, agency_id, employment_status)
  SELECT * FROM unnest($1::uuid[], $2::smallint[], $3::boolean[], $4::bigint[], $5::uuid[], $6::text[])
  ON CONFLICT (employee_id, from_year, told_later) DO UPDATE
     SET state_order = excluded.state_order, agency_id = excluded.agency_id, employment_status = excluded.employment_status
   WHERE CASE WHEN t.from_year = ${BEFORE_ANY_YEAR} THEN t.state_order > excluded.state_order ELSE t.state_order < excluded.state_order END
  RETURNING employee_id AS "employeeId"`;

/** From the year on in which it was told the row of the person answers for what somebody was: years before are looked up. */
const LOOK_UP = `UPDATE person AS p SET state_year = u.y FROM unnest($1::uuid[], $2::smallint[]) AS u(e, y) WHERE p.employee_id = u.e AND p.state_year < u.y`;

/** What is told of somebody's years that are over. */
type Told = Pick<PersonState, 'employeeId' | 'order' | 'earlierYears'>;

/** What states and leavings tell of years: the newest of each year, what was told of years that were over, and the oldest of each person. Pure. */
export function statesOfYears(states: readonly PersonState[], leavings: readonly PersonLeft[] = []): StateOfYear[] {
  const found = new Map<string, StateOfYear>();
  const keep = (state: StateOfYear, isBetter: (known: StateOfYear) => boolean): void => {
    const key = `${state.employeeId}|${state.fromYear}|${state.toldLater}`;
    const known = found.get(key);
    if (!known || isBetter(known)) found.set(key, state);
  };
  for (const { employeeId, order, changeYear, agencyId, employmentStatus } of states) {
    const state = { employeeId, order, agencyId, employmentStatus, toldLater: false };
    keep({ ...state, fromYear: changeYear }, (known) => known.order < order);
    keep({ ...state, fromYear: BEFORE_ANY_YEAR }, (known) => known.order > order);
  }
  for (const told of [...states, ...leavings])
    for (const was of told.earlierYears) keep(toldLater(told, was), (known) => known.order < told.order);
  return [...found.values()];
}

function toldLater({ employeeId, order }: Told, { year, agencyId, employmentStatus }: EarlierYear): StateOfYear {
  return { employeeId, order, agencyId, employmentStatus, fromYear: year, toldLater: true };
}

/** Writes what states tell of years; answers of whom that is news. */
export function writeStatesOfYears(tx: Transaction, states: readonly PersonState[]): Promise<Set<string>> {
  return write(tx, statesOfYears(states));
}

/** Writes what leavings tell of years, which is nearly always nothing; their rows are on record by then. Answers of whom it is news. */
export async function writeYearsOfLeft(tx: Transaction, leavings: readonly PersonLeft[]): Promise<Set<string>> {
  const telling = leavings.filter(({ earlierYears }) => earlierYears.length > 0);
  if (telling.length === 0) return new Set();
  const newest = new Map<string, number>();
  for (const { employeeId, changeYear } of telling)
    newest.set(employeeId, Math.max(changeYear, newest.get(employeeId) ?? changeYear));
  await tx.execute(LOOK_UP, [[...newest.keys()], [...newest.values()]]);
  return write(tx, statesOfYears([], telling));
}

async function write(tx: Transaction, rows: readonly StateOfYear[]): Promise<Set<string>> {
  const news = await tx.prepared<{ employeeId: string }>('person-states-of-years', UPSERT, [
    rows.map(({ employeeId }) => employeeId),
    rows.map(({ fromYear }) => fromYear),
    rows.map((row) => row.toldLater),
    rows.map(({ order }) => order),
    rows.map(({ agencyId }) => agencyId),
    rows.map(({ employmentStatus }) => employmentStatus),
  ]);
  return new Set(news.map(({ employeeId }) => employeeId));
}
