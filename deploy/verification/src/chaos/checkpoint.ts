import { waitUntil } from '@betang/testing';
import type { ChaosRegion } from './chaos-region.js';
import type { ChaosContext } from './fault.js';

const PATIENCE = { timeoutMs: 90_000, intervalMs: 50 };

/** Waits until a completion that the region accepts from now on stands in its ledger: whatever came before holds nothing up. */
export async function nextIsBooked({ load, record }: ChaosContext, region: ChaosRegion): Promise<void> {
  const mark = record.count;
  await load.accepted(1, region.code);
  const { completionId } = record.since(region.code, mark)[0]!;
  await waitUntil(
    `a completion of ${region.code} is in its ledger`,
    async () => {
      const found = await region.sql('SELECT 1 FROM learning_hours.ledger_entry WHERE completion_id = $1', [
        completionId,
      ]);
      return found.length > 0;
    },
    PATIENCE,
  );
}
