import type { SqlClient } from '@betang/platform';

const OFFICERS = `SELECT DISTINCT a.employee_id AS id FROM account a JOIN role_grant g USING (account_id)
  WHERE a.employee_id IS NOT NULL AND a.state = 'ACTIVE' AND g.role IN ('bkpsdm-officer', 'bpsdm-officer') AND g.unit_id IS NULL`;

/** Employee ids of the personnel officers of the whole region who have an account here, to tell them something. */
export async function findPersonnelOfficers(db: SqlClient): Promise<string[]> {
  return (await db.query<{ id: string }>(OFFICERS)).map(({ id }) => id);
}
