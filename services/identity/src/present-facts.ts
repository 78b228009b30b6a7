import {
  AgencyPublished,
  EmployeeIdentityErased,
  EmployeeRecordsMerged,
  EmployeeRegistered,
  EmployeeTransferredIn,
  EmployeeTransferredOut,
  UnitRecorded,
  isDirected,
  type NewEvent,
} from '@betang/contracts';
import type { SnapshotProvider } from '@betang/messaging';
import type { SqlClient } from '@betang/platform';
import { employeeState, type Employee } from './employees/employee.js';
import { CURRENT_NUMBER, EMPLOYEE_COLUMNS } from './employees/employee-store.js';
import { leftEvent, loadLeavings } from './employees/leavings.js';
import { presentTransfers } from './transfers/present-transfers.js';
import { loadAllUnits, unitEvents } from './organisation/unit-store.js';

const IN_SERVICE = `SELECT ${EMPLOYEE_COLUMNS} FROM employee e, ${CURRENT_NUMBER} WHERE e.left_on IS NULL ORDER BY e.employee_id`;

/**
 * The register's present as facts that anyone may apply again: every agency (perangkat daerah) for the province; for the region itself every
 * unit, everyone in service, who has left, which records were one person's, who went to or came from another region, and whose identity is kept no longer: a receiver may have missed just that. For one region how transfers with it stand.
 */
export const presentFacts: SnapshotProvider = async (tx, audience) => {
  if (audience === 'province') return organisation(tx, AgencyPublished.type);
  if (isDirected(audience)) return presentTransfers(tx, audience);
  if (audience !== 'local') return [];
  return [...(await organisation(tx, UnitRecorded.type)), ...(await people(tx))];
};

async function organisation(tx: SqlClient, type: string): Promise<NewEvent[]> {
  return unitEvents(await loadAllUnits(tx), {}).filter(({ contract }) => contract.type === type);
}

async function people(tx: SqlClient): Promise<NewEvent[]> {
  const inService = await tx.query<Employee>(IN_SERVICE);
  const left = await loadLeavings(tx);
  return [
    ...inService.map((employee) =>
      EmployeeRegistered.create({ subject: employee.employeeId, data: employeeState(employee) }),
    ),
    ...left.map((leaving) => leftEvent(leaving, undefined, {})),
    ...(await merged(tx)),
    ...(await transferred(tx)),
    ...(await erased(tx)),
  ] as unknown as NewEvent[];
}

async function merged(tx: SqlClient) {
  const rows = await tx.query<EmployeeRecordsMerged>(
    `SELECT stays AS "employeeId", goes AS "mergedEmployeeId" FROM record_merge WHERE state = 'FINAL' ORDER BY merge_id`,
  );
  return rows.map((data) => EmployeeRecordsMerged.create({ subject: data.employeeId, data }));
}

/** Whose identity is kept no longer: who comes late may have kept it. */
async function erased(tx: SqlClient) {
  const rows = await tx.query<EmployeeIdentityErased>(
    `SELECT employee_id AS "employeeId", identity_erased_on::text AS "erasedOn" FROM employee WHERE identity_erased_on IS NOT NULL ORDER BY employee_id`,
  );
  return rows.map((data) => EmployeeIdentityErased.create({ subject: data.employeeId, data }));
}

/** Who went and who came: the other services may still have to hand over, or to take in. */
async function transferred(tx: SqlClient) {
  const out = await tx.query<EmployeeTransferredOut>(
    `SELECT transfer_id AS "transferId", employee_id AS "employeeId", former_pseudonym AS "formerPseudonym", to_region AS "toRegion", effective_on::text AS "leftOn"
       FROM transfer_out WHERE state = 'COMPLETED' AND former_pseudonym IS NOT NULL ORDER BY transfer_id`,
  );
  const into = await tx.query<EmployeeTransferredIn>(
    `SELECT transfer_id AS "transferId", employee_id AS "employeeId", former_pseudonym AS "formerPseudonym", from_region AS "fromRegion", effective_on::text AS "effectiveOn"
       FROM transfer_in WHERE state = 'COMPLETED' AND former_pseudonym IS NOT NULL ORDER BY transfer_id`,
  );
  return [
    ...out.map((data) => EmployeeTransferredOut.create({ subject: data.employeeId, data })),
    ...into.map((data) => EmployeeTransferredIn.create({ subject: data.employeeId, data })),
  ];
}
