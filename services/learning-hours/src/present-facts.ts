import type { NewEvent } from '@betang/contracts';
import type { SnapshotProvider } from '@betang/messaging';
import { hoursRecorded, learnerHours } from './ledger/ledger-events.js';
import type { LedgerEntry } from './ledger/ledger-entry.js';
import { ENTRY_COLUMNS } from './ledger/ledger-rows.js';
import type { Pseudonyms } from './sharing/pseudonyms.js';
import { statementOf } from './totals/totals-statements.js';
import { loadAllStated } from './totals/totals-store.js';

const ENTRIES = `SELECT ${ENTRY_COLUMNS} FROM ledger_entry ORDER BY seq`;

/**
 * The service's present as facts that anyone may apply again: for the province the totals as they were stated last, and where the region
 * shares facts of persons every line of the ledger under its pseudonym; for the region itself every line.
 */
export function presentFacts(pseudonyms: Pseudonyms): SnapshotProvider {
  return async (tx, audience): Promise<readonly NewEvent[]> => {
    if (audience === 'local') return (await tx.query<LedgerEntry>(ENTRIES)).map((line) => hoursRecorded(line, {}));
    if (audience !== 'province') return [];
    const stated = (await loadAllStated(tx)).map(({ key, totals, at }) => statementOf(key, totals, at));
    if (!pseudonyms.shared) return stated;
    const lines = await tx.query<LedgerEntry>(ENTRIES);
    return [...stated, ...lines.flatMap((line) => learnerHours(line, pseudonyms.find(line.employeeId)) ?? [])];
  };
}
