import { ListQuery, type ListDefinition, type ListRow, type Page, type SqlClient } from '@betang/platform';
import type { RegionVerdictQuery, VerdictView } from './evaluation.dto.js';
import { protectSmallCells } from './protect-small-cells.decision.js';
import { VERDICT_COLUMNS, type RecordedVerdict } from './verdicts.js';

const VERDICTS: ListDefinition = {
  select: `SELECT ${VERDICT_COLUMNS} FROM programme_verdict AS v`,
  sorts: { decidedOn: { sql: 'v.decided_on', type: 'date' }, year: { sql: 'v.year', type: 'integer' } },
  defaultSort: '-decidedOn',
  key: { sql: 'v.verdict_id', type: 'uuid' },
};

/** Decisions on programmes, with the evidence of their day. */
export async function pageVerdicts(db: SqlClient, query: RegionVerdictQuery): Promise<Page<VerdictView>> {
  const list = new ListQuery(VERDICTS, query)
    .where('v.programme_id = ?', query.programmeId)
    .where('v.year = ?', query.year)
    .where('v.outcome = ?', query.outcome)
    .where('v.recommended = ?', query.recommended)
    .build();
  const page = list.page(await db.query<RecordedVerdict & ListRow>(list.text, list.values));
  return { ...page, items: page.items.map(verdictView) };
}

/** A decision as it is shown: figures about few people stay hidden. */
export function verdictView(verdict: RecordedVerdict): VerdictView {
  return { ...verdict, evidence: protectSmallCells(verdict.evidence) as unknown as Record<string, unknown> };
}
