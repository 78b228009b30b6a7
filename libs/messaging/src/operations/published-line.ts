import { firstChain, type EventRecord } from '@betang/contracts';
import type { LeaderConnection } from '../leading/leader-connection.js';
import { publishedEvents } from '../relay/published-events.js';
import type { RelayIdentity } from '../relay/relay-store.js';

/** One line of own facts: an audience in an epoch. */
export interface Line {
  readonly epoch: string;
  readonly audience: string;
}

/** `log-gap`: the log misses positions. `log-chain`: its batches do not follow from each other. `rows-differ`: the outbox rows give another chain. */
export interface ChainDifference {
  readonly position: number;
  readonly kind: 'log-gap' | 'log-chain' | 'rows-differ' | 'receipt-differs';
  readonly detail?: string;
  /** What the stored bytes give, and what stands beside them or in other hands. */
  readonly computed?: string;
  readonly stated?: string;
}

/** What recomputing a line found. */
export interface LineCheck extends Line {
  readonly head: number;
  readonly chain: string;
  /** Positions whose events were hashed again. */
  readonly checked: number;
  /** Positions within the checked stretch whose rows are no longer kept. */
  readonly notKept: number;
  readonly differences: readonly ChainDifference[];
}

interface LogRow {
  readonly first: string;
  readonly last: string;
  readonly previous_chain: string;
  readonly chain: string;
}

/** What was found of a line in other hands: a chain at a position, to be compared with our own. */
export interface Witness {
  readonly name: string;
  readonly position: number;
  readonly chain: string;
}

/**
 * Recomputes the newest `positions` positions of a line from the outbox rows and compares them with the log that the relay kept, and with what
 * witnesses have. Batch by batch, so that a long line needs little memory.
 */
export async function checkPublished(
  connection: LeaderConnection,
  identity: RelayIdentity,
  line: Line,
  options: { readonly positions: number; readonly witnesses: readonly Witness[] },
): Promise<LineCheck> {
  const head = await headOf(connection, line);
  const from = Math.max(1, head.position - options.positions + 1);
  const differences: ChainDifference[] = [];
  let [checked, notKept, chain] = [0, 0, ''];
  let next: number | undefined;
  for await (const batch of logOf(connection, line, from)) {
    const [first, last] = [Number(batch.first), Number(batch.last)];
    const before = next === undefined ? startOf(identity, line, first) : chain;
    if (next !== undefined && first > next) differences.push({ position: next, kind: 'log-gap' });
    // Rows that became one while they are read begin before `next`.
    else if (before !== undefined && first >= (next ?? first) && before !== batch.previous_chain)
      differences.push({ position: first, kind: 'log-chain', computed: before, stated: batch.previous_chain });
    const events = await eventsOf(connection, identity, line, { first, last });
    if (events === undefined) notKept += last - first + 1;
    else {
      checked += events.length;
      const computed = events.at(-1)!.chain;
      if (computed !== batch.chain)
        differences.push({ position: last, kind: 'rows-differ', computed, stated: batch.chain });
      differences.push(...contradictions(events, options.witnesses));
    }
    [next, chain] = [last + 1, batch.chain];
  }
  return { ...line, head: head.position, chain: head.chain, checked, notKept, differences };
}

/** The chain at a position, recomputed where it lies inside a batch; undefined when its rows are no longer kept or it never was. */
export async function findChainAt(
  connection: LeaderConnection,
  identity: RelayIdentity,
  line: Line,
  position: number,
): Promise<string | undefined> {
  const { rows } = await connection.query<LogRow>(
    `SELECT first_position AS first, last_position AS last, previous_chain, chain FROM relay_log
      WHERE epoch = $1 AND audience = $2 AND last_position >= $3 ORDER BY last_position LIMIT 1`,
    [line.epoch, line.audience, position],
  );
  const batch = rows[0];
  if (!batch) return undefined;
  if (Number(batch.last) === position) return batch.chain;
  const events = await eventsOf(connection, identity, line, { first: Number(batch.first), last: position });
  return events?.at(-1)?.chain;
}

/** Events of a stretch that lies within one batch of the log; undefined when they are no longer kept. */
export async function eventsOf(
  connection: LeaderConnection,
  identity: RelayIdentity,
  line: Line,
  stretch: { readonly first: number; readonly last: number },
): Promise<EventRecord[] | undefined> {
  const found: EventRecord[] = [];
  for await (const events of publishedEvents(connection, identity, { ...line, ...stretch })) found.push(...events);
  return found.at(-1)?.position === stretch.last ? found : undefined;
}

/** How far a line was published, as its log has it; position 0 before its first event. */
export async function headOf(connection: LeaderConnection, { epoch, audience }: Line) {
  const { rows } = await connection.query<{ position: string; chain: string }>(
    'SELECT last_position AS position, chain FROM relay_log WHERE epoch = $1 AND audience = $2 ORDER BY last_position DESC LIMIT 1',
    [epoch, audience],
  );
  return { position: Number(rows[0]?.position ?? 0), chain: rows[0]?.chain ?? '' };
}

const PAGE = 200;

async function* logOf(connection: LeaderConnection, { epoch, audience }: Line, from: number): AsyncGenerator<LogRow> {
  for (let after = from; ;) {
    const { rows } = await connection.query<LogRow>(
      `SELECT first_position AS first, last_position AS last, previous_chain, chain FROM relay_log
        WHERE epoch = $1 AND audience = $2 AND last_position >= $3 ORDER BY last_position LIMIT ${PAGE}`,
      [epoch, audience, after],
    );
    yield* rows;
    if (rows.length < PAGE) return;
    after = Number(rows.at(-1)!.last) + 1;
  }
}

/** A line begins with a chain that anyone can compute; in the middle the log is taken at its word. */
function startOf({ service }: RelayIdentity, { epoch, audience }: Line, first: number): string | undefined {
  return first === 1 ? firstChain(epoch, service, audience) : undefined;
}

function contradictions(events: readonly EventRecord[], witnesses: readonly Witness[]): ChainDifference[] {
  return witnesses.flatMap(({ name, position, chain }) => {
    const own = events[position - (events[0]?.position ?? 0)];
    return own?.position === position && own.chain !== chain
      ? [{ position, kind: 'receipt-differs' as const, detail: name, computed: own.chain, stated: chain }]
      : [];
  });
}
