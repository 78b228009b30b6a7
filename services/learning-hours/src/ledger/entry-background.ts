import type { SqlClient } from '@betang/platform';
import { loadCertificateCorrections } from './certificate-corrections.js';
import { loadOrigins } from './entry-origin.js';
import type { EntryBackground } from './explain-entry.js';
import type { LedgerEntry } from './ledger-entry.js';
import { loadLineCauses } from './line-cause.js';

type Line = Pick<LedgerEntry, 'completionId' | 'source' | 'reason' | 'eventId'>;

/** Loads what else is on record about lines: where they come from, who took them back and why, which certificates were issued anew. */
export async function loadBackground(db: SqlClient, lines: readonly Line[]): Promise<(line: Line) => EntryBackground> {
  const fromElsewhere = lines.filter(({ source }) => source !== 'TRAINING');
  const origins = await loadOrigins(
    db,
    fromElsewhere.map(({ completionId }) => completionId),
  );
  const causes = await loadLineCauses(
    db,
    lines.filter(({ reason }) => reason !== 'COMPLETED').map(({ eventId }) => eventId),
  );
  const corrections = await loadCertificateCorrections(
    db,
    lines.map(({ completionId }) => completionId),
  );
  return ({ completionId, reason, eventId }) => ({
    origin: origins.get(completionId),
    cause: reason === 'COMPLETED' ? undefined : causes.get(eventId),
    corrections: corrections.get(completionId),
  });
}
