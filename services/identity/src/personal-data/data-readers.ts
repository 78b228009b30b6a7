import type { SqlClient } from '@betang/platform';
import type { DataReaderView } from './personal-data.dto.js';

/**
 * Who the readers are that a person finds under "who read my data": the name and the office in which they may read. Told of those who hold an office and of
 * programs alone; whoever has none reads only about themselves.
 */
export async function findReaders(db: SqlClient, readers: readonly string[]): Promise<DataReaderView[]> {
  return db.query<DataReaderView>(
    `SELECT a.account_id::text AS reader, a.display_name AS name, false AS program,
            json_agg(json_build_object('role', g.role, 'region', g.region, 'unitName', u.name) ORDER BY g.granted_at, g.grant_id) AS roles
       FROM account a JOIN role_grant g USING (account_id) LEFT JOIN org_unit u USING (unit_id)
      WHERE a.account_id::text = ANY($1) GROUP BY a.account_id
     UNION ALL
     SELECT client_id, name, true, '[]'::json FROM oauth_client WHERE client_id = ANY($1) AND kind = 'SERVICE'
     ORDER BY 1`,
    [readers],
  );
}
