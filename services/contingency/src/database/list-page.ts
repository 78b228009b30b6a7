import type { ListQuery, ListRow, Page, SqlClient } from '@betang/platform';
import { toRow } from './table.js';

/** One page of a list, its rows named as in code. */
export async function listPage<Row extends object>(db: SqlClient, list: ListQuery): Promise<Page<Row>> {
  const { text, values, page } = list.build();
  const rows = (await db.query(text, values)).map(toRow<Row & ListRow>);
  return page(rows) as unknown as Page<Row>;
}
