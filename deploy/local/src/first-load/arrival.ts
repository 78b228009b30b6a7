import type { Tell } from '../progress/progress.js';
import { ofTotal } from '../progress/figures.js';
import { readDelivery } from '../api/delivery-report.js';
import { poll } from '../api/poll.js';
import type { RegionApi } from '../api/region-api.js';

const PATIENCE_SECONDS = 120;

/** Waits until every service of the region has all that one of them has said at home: people must be known before their courses can be recorded. */
export async function waitForHome(api: RegionApi, service: string, tell: Tell, signal: AbortSignal): Promise<void> {
  const ask = async () => {
    const { own, outboxes } = await readDelivery(api);
    const waiting =
      outboxes.find((outbox) => outbox.service === service && outbox.destination === 'local')?.waiting ?? 0;
    const [proof] = own.find((line) => line.service === service && line.audience === 'local')?.receivers ?? [];
    if (!proof) return undefined;
    tell(ofTotal(proof.received, proof.sent + waiting));
    return waiting === 0 && proof.state === 'complete' ? true : undefined;
  };
  await poll(ask, { what: `${service} → local`, seconds: PATIENCE_SECONDS, signal });
}
