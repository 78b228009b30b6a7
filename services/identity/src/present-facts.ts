import { AgencyPublished, EmployeeLeft, EmployeeRegistered, UnitRecorded, type NewEvent } from '@betang/contracts';
import type { SnapshotProvider } from '@betang/messaging';
import type { SqlClient } from '@betang/platform';
import { employeeState, type Employee } from './employees/employee.js';
import { CURRENT_NUMBER, EMPLOYEE_COLUMNS } from './employees/employee-store.js';
import { loadAllUnits, unitEvents } from './organisation/unit-store.js';

const IN_SERVICE = `SELECT ${EMPLOYEE_COLUMNS} FROM employee e, ${CURRENT_NUMBER} WHERE e.left_on IS NULL ORDER BY e.employee_id`;
const LEFT = `SELECT employee_id AS "employeeId", left_on::text AS "leftOn", leave_reason AS reason
, recorded_in_error AS "inError", transferred_to AS "toRegion"
  FROM employee WHERE left_on IS NOT NULL ORDER BY employee_id`;

/**
 * The register's present as facts that anyone may apply again: every agency (perangkat daerah) for the province; for the region itself every
 * unit, everyone in service, and who has left, for a receiver may have missed just that.
 */
export const presentFacts: SnapshotProvider = async (tx, audience) => {
  if (audience === 'province') return organisation(tx, AgencyPublished.type);
  if (audience !== 'local') return [];
  return [...(await organisation(tx, UnitRecorded.type)), ...(await people(tx))];
};

async function organisation(tx: SqlClient, type: string): Promise<NewEvent[]> {
  return unitEvents(await loadAllUnits(tx), {}).filter(({ contract }) => contract.type === type);
}

async function people(tx: SqlClient): Promise<NewEvent[]> {
  const inService = await tx.query<Employee>(IN_SERVICE);
  const left = await tx.query<
    Pick<EmployeeLeft, 'employeeId' | 'leftOn' | 'reason'> & { inError: boolean; toRegion: string | null }
  >(LEFT);
  return [
    ...inService.map((employee) =>
      EmployeeRegistered.create({ subject: employee.employeeId, data: employeeState(employee) }),
    ),
    ...left.map(({ inError, toRegion, ...one }) =>
      EmployeeLeft.create({
        subject: one.employeeId,
        data: { ...one, ...(inError ? { recordedInError: true } : {}), ...(toRegion === null ? {} : { toRegion }) },
      }),
    ),
  ] as unknown as NewEvent[];
}
