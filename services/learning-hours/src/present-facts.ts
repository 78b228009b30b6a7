import { CertificateFingerprintStated, type NewEvent } from '@betang/contracts';
import type { SnapshotProvider } from '@betang/messaging';
import type { SqlClient } from '@betang/platform';
import { presentPolicies } from './duty/policy-statements.js';
import { hoursRecorded, learnerHours } from './ledger/ledger-events.js';
import { openingBalances } from './transfer/opening-balance.js';
import type { LedgerEntry } from './ledger/ledger-entry.js';
import { ENTRY_COLUMNS } from './ledger/ledger-rows.js';
import type { Pseudonyms } from './sharing/pseudonyms.js';
import { statementOf } from './totals/totals-statements.js';
import { loadAllStated } from './totals/totals-store.js';

const CERTIFICATES = 'SELECT fingerprint, uses, statement FROM certificate_statement ORDER BY fingerprint';

const ENTRIES = `SELECT ${ENTRY_COLUMNS} FROM ledger_entry ORDER BY seq`;

/**
 * The service's present as facts that anyone may apply again: for the province the duties, the totals and certificates as they were stated last, and where the
 * region shares facts of persons every line of the ledger under its pseudonym and the opening balances; for the region itself the duties and every line.
 */
export function presentFacts(pseudonyms: Pseudonyms): SnapshotProvider {
  return async (tx, audience): Promise<readonly NewEvent[]> => {
    if (audience === 'local') {
      const lines = await tx.query<LedgerEntry>(ENTRIES);
      return [...(await presentPolicies(tx, audience)), ...lines.map((line) => hoursRecorded(line, {}))];
    }
    if (audience !== 'province') return [];
    const totals = (await loadAllStated(tx)).map((stated) => statementOf(stated.key, stated.totals, stated.at));
    const stated = [...(await presentPolicies(tx, audience)), ...totals, ...(await certificates(tx))];
    if (!pseudonyms.shared) return stated;
    const lines = await tx.query<LedgerEntry>(ENTRIES);
    return [
      ...stated,
      ...lines.flatMap((line) => learnerHours(line, pseudonyms.find(line.employeeId)) ?? []),
      ...(await openingBalances(tx, pseudonyms)),
    ];
  };
}

async function certificates(db: SqlClient): Promise<NewEvent[]> {
  const rows = await db.query<{ fingerprint: string; uses: number; statement: number }>(CERTIFICATES);
  return rows.map(
    (data) => CertificateFingerprintStated.create({ subject: data.fingerprint, data }) as unknown as NewEvent,
  );
}
