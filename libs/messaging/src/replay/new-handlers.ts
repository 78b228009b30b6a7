import { CONTRACTS, type Audience } from '@betang/contracts';
import { typeKeyOf } from '../handling/handler-registry.js';
import type { Reread } from '../reader/reread.js';
import { firstWatermark, originKey, type Origin, type Watermark } from '../reader/watermark.js';

/** How far a type had been taken on a line when its handler went; `chain` null where it is not known there. */
export interface TakenUpTo {
  readonly position: number;
  readonly chain: string | null;
}

/** By type without version: null while a handler takes it, else how far it was taken on each line. */
export type HandledTypes = Readonly<Record<string, Readonly<Record<string, TakenUpTo>> | null>>;

export interface KnownLine {
  readonly watermark: Watermark;
  /** Present while the line is being read again for handlers of an earlier start. */
  readonly reread?: Reread | undefined;
}

export interface RereadPlan {
  readonly types: HandledTypes;
  /** Lines that change, with their watermark from now on; without `reread` nothing of the line is read again any more. */
  readonly lines: readonly KnownLine[];
}

export interface HandlersAtStart {
  /** Types that have a handler now. */
  readonly handled: readonly string[];
  /** Undefined at a service's very first start: what it has not read yet it will read with its handlers of today. */
  readonly before: HandledTypes | undefined;
  readonly lines: readonly KnownLine[];
  /** Whether events of a type may stand on a line at all. */
  readonly mayCarry: (type: string, origin: Origin) => boolean;
}

/**
 * What a service owes the handlers that are new since it last led: each line that may hold their events, and that it has read on, is read again
 * from where those types were last taken. What other handlers have had is not given to them again. Pure.
 */
export function planRereading({ handled, before, lines, mayCarry }: HandlersAtStart): RereadPlan {
  const now = Object.fromEntries(handled.map((type) => [type, null]));
  if (before === undefined) return { types: now, lines: [] };
  const gone = Object.keys(before).filter((type) => before[type] === null && !(type in now));
  const came = handled.filter((type) => before[type] !== null);
  const left = Object.fromEntries(gone.map((type) => [type, takenOn(lines, type)]));
  return {
    types: { ...before, ...left, ...now },
    lines: lines.flatMap((line) => {
      const starts = came.filter((type) => mayCarry(type, line.watermark)).map((type) => startOf(line, type, before));
      return changedLine(line, new Set(gone), starts) ?? [];
    }),
  };
}

interface Start {
  readonly type: string;
  /** Up to here its handler has had the type. */
  readonly after: number;
  /** From here the line can be read with its chain proven. */
  readonly from: Pick<Watermark, 'position' | 'chain' | 'eventId'>;
}

function startOf({ watermark }: KnownLine, type: string, before: HandledTypes): Start {
  const { position, chain } = before[type]?.[originKey(watermark)] ?? { position: 0, chain: null };
  const from = chain === null ? firstWatermark(watermark) : { position, chain, eventId: '' };
  return { type, after: position, from };
}

function changedLine(line: KnownLine, gone: ReadonlySet<string>, came: readonly Start[]): KnownLine | undefined {
  const { watermark, reread } = line;
  // A forked line stands still until a new epoch; it has nothing more to give.
  if (watermark.state !== 'FLOWING') return undefined;
  const end = endOf(line);
  const staying = [...(reread?.types ?? [])].filter(([type]) => !gone.has(type));
  const starts = came.filter(({ after }) => after < end.position);
  if (starts.length === 0 && staying.length === (reread?.types.size ?? 0)) return undefined;
  const types = new Map([
    ...staying.map(([type, after]) => [type, Math.max(after, watermark.position)] as const),
    ...starts.map(({ type, after }) => [type, after] as const),
  ]);
  if (types.size === 0) return { watermark: { ...watermark, ...end } };
  const start = starts.reduce((low, { from }) => (from.position < low.position ? from : low), atOf(watermark));
  const { position: through, chain, eventId } = end;
  return {
    watermark: { ...watermark, ...start },
    reread: { origin: originOf(watermark), through, chain, eventId, types },
  };
}

/** Where the line stands for handlers that are not new. */
function endOf({ watermark, reread }: KnownLine): Pick<Watermark, 'position' | 'chain' | 'eventId'> {
  if (!reread || watermark.position >= reread.through) return atOf(watermark);
  return { position: reread.through, chain: reread.chain, eventId: reread.eventId };
}

function atOf({ position, chain, eventId }: Watermark): Pick<Watermark, 'position' | 'chain' | 'eventId'> {
  return { position, chain, eventId };
}

function originOf({ region, service, audience, epoch }: Watermark): Origin {
  return { region, service, audience, epoch };
}

function takenOn(lines: readonly KnownLine[], type: string): Record<string, TakenUpTo> {
  return Object.fromEntries(lines.map((line) => [originKey(line.watermark), takenUpTo(line, type)]));
}

function takenUpTo(line: KnownLine, type: string): TakenUpTo {
  const { watermark, reread } = line;
  const after = reread?.types.get(type);
  if (after === undefined || watermark.position >= reread!.through) {
    const { position, chain } = endOf(line);
    return { position, chain };
  }
  return after > watermark.position
    ? { position: after, chain: null }
    : { position: watermark.position, chain: watermark.chain };
}

/** By the contracts: who may publish a type, and to whom. */
export function mayCarry(type: string, { service, audience }: Origin): boolean {
  return CONTRACTS.some(
    (contract) =>
      typeKeyOf(contract.type) === type &&
      (contract.definition.service === service || contract.definition.service === 'delivery') &&
      contract.admits(audience as Audience),
  );
}
