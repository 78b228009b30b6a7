import {
  findContract,
  mustBeSealed,
  parseEventType,
  type EventContract,
  type EventData,
  type EventRecord,
  type ServiceName,
} from '@betang/contracts';
import type { Transaction } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';

/** An event as its handler gets it: the envelope, and the data checked and lifted to the contract's latest version. */
export interface ReceivedEvent<C = EventContract> extends EventRecord {
  readonly data: EventData<C>;
}

/** The transaction that holds the effects, the archive and the reader's place: all or nothing. */
export interface EventBatch {
  readonly transaction: Transaction;
  /** True while a projection is rebuilt from the archive: nothing may be published or told to anyone. */
  readonly rebuilding: boolean;
}

/**
 * `projection`: its tables can be thrown away and rebuilt from the archive. `process`: its effects are guarded by a UNIQUE business key, so
 * that a repeated event does nothing.
 */
export type HandlerKind = 'projection' | 'process';

export interface EventHandler {
  readonly contract: EventContract;
  readonly kind: HandlerKind;
  readonly handle: (events: readonly ReceivedEvent[], batch: EventBatch) => Promise<void>;
}

const REMEMBERED_TYPES = 1_000;

/** Which handler of a service takes which event. One handler an event: two would have to fail and be parked together. */
export class HandlerRegistry {
  private readonly handlers = new Map<string, EventHandler>();
  /** Answers of {@link find} by type: asked for every event by every reader. */
  private readonly found = new Map<string, EventHandler | undefined>();

  constructor(readonly service: ServiceName) {}

  /** @throws DeliveryError `handler-duplicate`, `handler-unknown-contract`, `handler-sealed-projection` */
  register(handler: EventHandler): void {
    const { type } = handler.contract;
    if (findContract(type) !== handler.contract) {
      throw new DeliveryError('handler-unknown-contract', `${type} is not in the catalogue of contracts`);
    }
    // The archive keeps the sealed form, and for 90 days only: nothing could be rebuilt from it later.
    if (mustBeSealed(handler.contract) && handler.kind === 'projection')
      throw new DeliveryError('handler-sealed-projection', `${type} is sealed on the way: its handler is a process`);
    const key = typeKeyOf(type);
    if (this.handlers.has(key))
      throw new DeliveryError('handler-duplicate', `${this.service} has two handlers for ${key}`);
    this.handlers.set(key, handler);
    this.found.clear();
  }

  /** The handler of a type in whatever version, so that an unknown version is noticed instead of skipped. */
  find(type: string): EventHandler | undefined {
    if (this.found.has(type)) return this.found.get(type);
    const handler = this.handlers.get(typeKeyOf(type));
    // Types come from the wire: a sender that invents them must not fill the memory.
    if (this.found.size >= REMEMBERED_TYPES) this.found.clear();
    this.found.set(type, handler);
    return handler;
  }

  /** Whether this service takes events that come sealed: only then they are opened for it. */
  takesSealed(): boolean {
    return this.all().some(({ contract }) => mustBeSealed(contract));
  }

  /** Types that have a handler here, without version. */
  types(): string[] {
    return [...this.handlers.keys()];
  }

  all(): EventHandler[] {
    return [...this.handlers.values()];
  }
}

/** `service.name` of a type: its handler takes every version. */
export function typeKeyOf(type: string): string {
  const parts = parseEventType(type);
  return parts ? `${parts.service}.${parts.name}` : type;
}
