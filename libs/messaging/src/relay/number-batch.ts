import { firstChain, numberEvent, type EventRecord } from '@betang/contracts';
import type { RelayKey, RelayRow } from './relay-row.js';

/** The last position of an audience and the chain there. */
export interface Head {
  readonly position: number;
  readonly chain: string;
}

/** What one batch adds to one audience: enough to find any of its positions in the outbox again. */
export interface LogEntry {
  readonly audience: string;
  readonly first: Head & { readonly key: RelayKey; readonly previousChain: string };
  readonly last: Head & { readonly key: RelayKey };
}

export interface NumberedBatch {
  readonly events: readonly EventRecord[];
  readonly log: readonly LogEntry[];
  readonly heads: ReadonlyMap<string, Head>;
}

/** Numbers the rows of a batch per audience, on top of the heads so far. Pure: the same rows give the same batch on every retry. */
export function numberBatch(rows: readonly RelayRow[], heads: ReadonlyMap<string, Head>): NumberedBatch {
  const next = new Map(heads);
  const log = new Map<string, LogEntry>();
  const events = rows.map(({ key, event }) => {
    const head = next.get(event.audience) ?? {
      position: 0,
      chain: firstChain(event.epoch, event.service, event.audience),
    };
    const numbered = numberEvent(event, head);
    const last = { position: numbered.position, chain: numbered.chain, key };
    const entry = log.get(event.audience);
    log.set(event.audience, {
      audience: event.audience,
      first: entry?.first ?? { ...last, previousChain: head.chain },
      last,
    });
    next.set(event.audience, last);
    return numbered;
  });
  return { events, log: [...log.values()], heads: next };
}
