import { EmployeeLeft, type Cause } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import { servedYears, type StateOfYear } from './earlier-years.js';
import type { LeaveReason } from './employee.js';

/** A leaving as recorded. */
interface LeavingRow {
  readonly employeeId: string;
  readonly leftOn: string;
  readonly reason: LeaveReason;
  readonly inError: boolean;
  readonly toRegion: string | null;
}

const LEAVINGS = `SELECT employee_id AS "employeeId", left_on::text AS "leftOn", leave_reason AS reason, recorded_in_error AS "inError", transferred_to AS "toRegion"
  FROM employee WHERE left_on IS NOT NULL`;

/** Every leaving, as it is told. */
export async function loadLeavings(tx: SqlClient): Promise<EmployeeLeft[]> {
  return (await tx.query<LeavingRow>(`${LEAVINGS} ORDER BY employee_id`)).map(leavingOf);
}

/** Ended as recorded in error by a merge that may still be undone: the record may count again, with its years. */
const MAY_COME_BACK = `EXISTS (SELECT 1 FROM record_merge m WHERE m.goes = employee.employee_id AND m.state = 'OPEN')`;

/** The leavings of these people, as far as they have left and ever served: who was recorded in error counts in no year, unless by a merge that is open. */
export async function findServiceEnds(tx: SqlClient, employeeIds: readonly string[]): Promise<EmployeeLeft[]> {
  if (employeeIds.length === 0) return [];
  const rows = await tx.query<LeavingRow>(
    `${LEAVINGS} AND (NOT recorded_in_error OR ${MAY_COME_BACK}) AND employee_id = ANY($1::uuid[]) ORDER BY employee_id`,
    [employeeIds],
  );
  return rows.map(leavingOf);
}

/** What is told of a leaving, with the years of service that ended otherwise than was told before. */
export function leftEvent(leaving: EmployeeLeft, years: readonly StateOfYear[] | undefined, cause: Cause) {
  const earlierYears = servedYears(years ?? [], leaving.leftOn);
  const data = { ...leaving, ...(earlierYears.length > 0 ? { earlierYears } : {}) };
  return EmployeeLeft.create({ subject: leaving.employeeId, data, cause });
}

function leavingOf({ inError, toRegion, ...one }: LeavingRow): EmployeeLeft {
  return { ...one, ...(inError ? { recordedInError: true } : {}), ...(toRegion === null ? {} : { toRegion }) };
}
