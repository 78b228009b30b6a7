import { certificateNumberOf } from './certificate-corrections.js';
import type { LedgerEntry } from './ledger-entry.js';

const columnsWith = (
  certificateNumber: string,
): string => `entry_id AS "entryId", completion_id AS "completionId", ordinal, reverses_entry_id AS "reversesEntryId", employee_id AS "employeeId",
  agency_id AS "agencyId", employment_status AS "employmentStatus", year, month, path_code AS "pathCode", scope, unit,
  quantity_hundredths AS "quantityHundredths", rule_version AS "ruleVersion", earned, counted, cap, reason, title, organiser,
  started_on AS "startedOn", completed_on AS "completedOn", event_id AS "eventId",
  ${certificateNumber} AS "certificateNumber", source`;

/** Columns of a line as the tables name them, in the shape of {@link LedgerEntry}. */
export const ENTRY_COLUMNS = columnsWith('certificate_number');

/** The same of `ledger_entry AS entry`, with the number that its certificate has now. */
export const SHOWN_COLUMNS = columnsWith(certificateNumberOf('entry'));

/** Text for an array parameter: `{a,b}`. */
type Cell = (entry: LedgerEntry) => string | number;

/** Column, its type, and where its value comes from; the order is that of the parameters. */
const COLUMNS: readonly (readonly [name: string, type: string, cell: Cell])[] = [
  ['entry_id', 'uuid', (entry) => entry.entryId],
  ['completion_id', 'uuid', (entry) => entry.completionId],
  ['ordinal', 'smallint', (entry) => entry.ordinal],
  ['reverses_entry_id', 'uuid', (entry) => entry.reversesEntryId ?? 'NULL'],
  ['employee_id', 'uuid', (entry) => entry.employeeId],
  ['agency_id', 'uuid', (entry) => entry.agencyId ?? 'NULL'],
  ['employment_status', 'text', (entry) => entry.employmentStatus ?? 'NULL'],
  ['year', 'smallint', (entry) => entry.year],
  ['month', 'smallint', (entry) => entry.month],
  ['path_code', 'text', (entry) => quoted(entry.pathCode)],
  ['scope', 'text', (entry) => entry.scope],
  ['unit', 'text', (entry) => entry.unit],
  ['quantity_hundredths', 'integer', (entry) => entry.quantityHundredths],
  ['rule_version', 'text', (entry) => quoted(entry.ruleVersion)],
  ['earned', 'integer', (entry) => entry.earned],
  ['counted', 'integer', (entry) => entry.counted],
  ['cap', 'jsonb', (entry) => (entry.cap ? quoted(JSON.stringify(entry.cap)) : 'NULL')],
  ['reason', 'text', (entry) => entry.reason],
  ['title', 'text', (entry) => quoted(entry.title)],
  ['organiser', 'text', (entry) => quoted(entry.organiser)],
  ['started_on', 'date', (entry) => entry.startedOn],
  ['completed_on', 'date', (entry) => entry.completedOn],
  ['event_id', 'text', (entry) => quoted(entry.eventId)],
  [
    'certificate_number',
    'text',
    (entry) => (entry.certificateNumber === null ? 'NULL' : quoted(entry.certificateNumber)),
  ],
  ['source', 'text', (entry) => entry.source],
];

/**
 * A repeat can't come here unseen: a second line of the same ordinal is a bug or a race, and fails (23505) rather than being dropped. The mark
 * tells whoever looks at new lines later whose these are.
 */
export const INSERT_ENTRIES = `WITH written AS (INSERT INTO ledger_entry (${COLUMNS.map(([name]) => name).join(', ')})
  SELECT * FROM unnest(${COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
  RETURNING completion_id)
INSERT INTO ledger_mark (completion_ids) SELECT array_agg(DISTINCT completion_id) FROM written`;

/** An array literal of ids or numbers, for values that need no quotation marks. */
export function plainArray(values: readonly (string | number)[]): string {
  return `{${values.join(',')}}`;
}

/** One array literal a column. The driver's own way from a list to that text walks every value by itself: three times as slow on this path. */
export function entryParameters(entries: readonly LedgerEntry[]): string[] {
  return COLUMNS.map(([, , cell]) => plainArray(entries.map(cell)));
}

/** A value of any text inside an array literal. */
function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}
