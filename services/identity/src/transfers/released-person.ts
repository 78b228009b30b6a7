import type { TransferRequested } from '@betang/contracts';
import type { SqlClient } from '@betang/platform';
import type { RecordedEmployee } from '../employees/employee.js';

type Person = TransferRequested['person'];

/** What the other region of a transfer needs to know of the person, and no more. */
export async function releasedPerson(tx: SqlClient, employee: RecordedEmployee): Promise<Person> {
  const identifiers = await tx.query<Person['identifiers'][number]>(
    `SELECT kind, value, valid_from::text AS "validFrom", valid_to::text AS "validTo" FROM employee_identifier WHERE employee_id = $1 ORDER BY valid_from NULLS FIRST`,
    [employee.employeeId],
  );
  const since = await tx.query<{ facet: string; day: string | null }>(
    `SELECT facet, nullif(valid_from, '-infinity')::text AS day FROM employee_period
      WHERE employee_id = $1 AND facet IN ('GRADE', 'POSITION') AND valid_to IS NULL AND retracted_at IS NULL`,
    [employee.employeeId],
  );
  const day = (facet: string) => since.find((period) => period.facet === facet)?.day ?? null;
  const { name, birthDate, sex, employmentStatus, grade, positionType, positionName } = employee;
  return {
    ...{ name, birthDate, sex, employmentStatus, grade, positionType, positionName, identifiers },
    gradeSince: day('GRADE'),
    positionSince: day('POSITION'),
  };
}
