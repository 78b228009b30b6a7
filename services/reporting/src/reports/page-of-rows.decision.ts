import { PageQuery, pageOfComputed } from '@betang/platform';
import type { ReportRowView, ReportRowsQuery, ReportView } from './report.dto.js';

/** A row without the figure, because it is hidden or not known, comes before all others. */
const NOTHING = -Number.MAX_SAFE_INTEGER;

/**
 * The rows as they were asked for: all in the order of the field, or a page of them by a figure, the title or the key. A total stays one of all
 * rows. Throws `sort-invalid` (400) for what the report does not show.
 */
export function pageOfRows(
  { rows, columns }: Pick<ReportView, 'rows' | 'columns'>,
  { sort, limit, cursor }: Pick<ReportRowsQuery, 'sort' | 'limit' | 'cursor'>,
): Pick<ReportView, 'rows' | 'nextCursor'> {
  if (sort === undefined && limit === undefined && cursor === undefined) return { rows };
  const order = new Map(rows.map(({ key }, index) => [key, index]));
  const figures = columns.map(({ name }) => [name, (row: ReportRowView) => row.figures[name] ?? NOTHING] as const);
  const list = {
    sorts: {
      ...Object.fromEntries(figures),
      row: (row: ReportRowView) => order.get(row.key) ?? rows.length,
      title: ({ title }: ReportRowView) => title,
      key: ({ key }: ReportRowView) => key,
    },
    defaultSort: 'row',
    key: ({ key }: ReportRowView) => key,
  };
  const page: PageQuery = Object.assign(new PageQuery(), {
    limit: limit ?? rows.length,
    ...(sort === undefined ? {} : { sort }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  const { items, nextCursor } = pageOfComputed(rows, list, page);
  return { rows: items, ...(nextCursor === undefined ? {} : { nextCursor }) };
}
