import type { EventRecord } from '@betang/contracts';
import { typeKeyOf } from '../handling/handler-registry.js';
import type { Origin } from './watermark.js';

/** A line that is read once more, because a release brought handlers for types that were passed by on it before. */
export interface Reread {
  readonly origin: Origin;
  /** Up to here the other handlers have taken the line; chain and event there. */
  readonly through: number;
  readonly chain: string;
  readonly eventId: string;
  /** The types that it is read for (without version), each with the position up to which its handler has had it already. */
  readonly types: ReadonlyMap<string, number>;
}

/** Whether an event of a line that is read again is for a handler that has not had it yet. */
export function isNewTo({ through, types }: Reread, event: Pick<EventRecord, 'type' | 'position'>): boolean {
  if (event.position > through) return true;
  const after = types.get(typeKeyOf(event.type));
  return after !== undefined && event.position > after;
}
