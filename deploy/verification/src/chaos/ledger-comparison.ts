import type { AcceptanceRecord, AcceptedCompletion } from './acceptance-record.js';
import type { ChaosRegion } from './chaos-region.js';
import type { StaffMember } from './staff.js';

interface LedgerLine {
  readonly completionId: string;
  readonly reversesEntryId: string | null;
  readonly earned: number;
}

/** What a ledger and a list of completions come to against the clients' record; each entry names a completion, never a person. */
export interface LedgerVerdict {
  /** Accepted, and missing in the list of completions or in the ledger, or entered with other hours. */
  readonly lost: readonly string[];
  /** Entered more than once, or never accepted by anyone. */
  readonly doubled: readonly string[];
}

/** Compares a region's list of completions and every person's ledger, read over HTTP, row by row with what was accepted. */
export async function compareLedger(
  { api, code }: ChaosRegion,
  record: AcceptanceRecord,
  staff: readonly StaffMember[],
): Promise<LedgerVerdict> {
  const accepted = new Map(record.of(code).map((row) => [row.completionId, row]));
  const listed = await api.list<{ completionId: string }>('training-catalog', 'completions');
  const lines: LedgerLine[] = [];
  for (const { employeeId } of staff)
    lines.push(...(await api.list<LedgerLine>('learning-hours', `people/${employeeId}/entries`)));
  return compareLines(accepted, listed, lines);
}

/** Pure: the lines as they are against the rows as they were accepted. */
export function compareLines(
  accepted: ReadonlyMap<string, Pick<AcceptedCompletion, 'hours' | 'key'>>,
  listed: readonly { readonly completionId: string }[],
  lines: readonly LedgerLine[],
): LedgerVerdict {
  const [lost, doubled]: [string[], string[]] = [[], []];
  const inList = new Map<string, number>();
  for (const { completionId } of listed) inList.set(completionId, (inList.get(completionId) ?? 0) + 1);
  const inLedger = new Map<string, LedgerLine[]>();
  for (const line of lines) inLedger.set(line.completionId, [...(inLedger.get(line.completionId) ?? []), line]);
  for (const [completionId, { key, hours }] of accepted) {
    const own = inLedger.get(completionId) ?? [];
    if (!inList.has(completionId)) lost.push(`${key}: not in the list of completions`);
    if (own.length === 0) lost.push(`${key}: not in the ledger`);
    else if (own.reduce((sum, { earned }) => sum + earned, 0) !== hours) lost.push(`${key}: other hours in the ledger`);
    if (own.length > 1) doubled.push(`${key}: ${own.length} lines in the ledger`);
  }
  for (const [completionId, count] of inList)
    if (!accepted.has(completionId) || count > 1)
      doubled.push(`completion ${completionId}: listed, accepted by nobody`);
  for (const [completionId, own] of inLedger) {
    const sum = own.reduce((total, { earned }) => total + earned, 0);
    if (!accepted.has(completionId) && sum !== 0)
      doubled.push(`completion ${completionId}: in the ledger, accepted by nobody`);
  }
  return { lost, doubled };
}
