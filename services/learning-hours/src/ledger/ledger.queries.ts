import { RegionCode, timeZoneOf } from '@betang/asn';
import { RegionConfig, ServiceDatabase, decodeCursor, pageOf, type Language, type Page } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ConversionRules } from '../conversion/conversion-rules.js';
import { explainEntry, type EntryBackground } from './explain-entry.js';
import { loadBackground } from './entry-background.js';
import type { LedgerEntry } from './ledger-entry.js';
import { SHOWN_COLUMNS } from './ledger-rows.js';
import type { LedgerEntryView, LedgerQuery } from './ledger.dto.js';

type Row = LedgerEntry & { readonly seq: string; readonly recordedAt: Date };

/** Reads the ledger of a person. */
@Injectable()
export class LedgerQueries {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly rules: ConversionRules,
    private readonly config: RegionConfig,
  ) {}

  async page(employeeId: string, query: LedgerQuery, language: Language): Promise<Page<LedgerEntryView>> {
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const [direction, beyond] = query.sort === 'recordedAt' ? ['ASC', '>'] : ['DESC', '<'];
    const rows = await this.database.query<Row>(
      `SELECT ${SHOWN_COLUMNS}, seq, recorded_at AS "recordedAt" FROM ledger_entry AS entry
        WHERE employee_id = $1 AND ($2::smallint IS NULL OR year = $2) AND ($3::bigint IS NULL OR seq ${beyond} $3)
        ORDER BY seq ${direction} LIMIT $4`,
      [employeeId, query.year ?? null, after, query.limit + 1],
    );
    const book = await this.rules.book();
    const { items, ...rest } = pageOf(rows, query.limit, ({ seq }) => [seq]);
    const background = await loadBackground(this.database, items);
    const terms = { language, timeZone: timeZoneOf(RegionCode.parse(this.config.region)) };
    return {
      ...rest,
      items: items.map((row) => {
        const known = background(row);
        return viewOf(row, explainEntry(row, book.findVersion(row.ruleVersion), terms, known), known);
      }),
    };
  }
}

function viewOf(row: Row, explanation: string, { origin, cause, corrections }: EntryBackground): LedgerEntryView {
  const {
    entryId,
    completionId,
    reversesEntryId,
    reason,
    title,
    organiser,
    pathCode,
    scope,
    unit,
    quantityHundredths,
  } = row;
  const {
    startedOn,
    completedOn,
    year,
    month,
    earned,
    counted,
    ruleVersion,
    cap,
    recordedAt,
    source,
    certificateNumber,
  } = row;
  return {
    entryId,
    completionId,
    reversesEntryId,
    reason,
    title,
    organiser,
    pathCode,
    scope,
    unit,
    quantityHundredths,
    startedOn,
    completedOn,
    year,
    month,
    earned,
    counted,
    ruleVersion,
    cap,
    source,
    certificateNumber,
    certificateCorrections: corrections ?? [],
    causedBy: cause ?? null,
    origin: origin ?? null,
    explanation,
    recordedAt,
  };
}
