import type { EventRecord } from '@betang/contracts';
import { mustBeSealed } from '@betang/contracts';
import type { SqlClient, UnitOfWork } from '@betang/platform';
import { DeliveryError } from '../delivery-error.js';
import { typeKeyOf, type HandlerRegistry } from '../handling/handler-registry.js';
import { isSealed, isUnopened, type Opener, type Unopened } from '../sealing/opener.js';
import type { ParkedEvent } from './plan-effects.js';
import type { ReaderState } from './reader-state.js';
import { isNewTo, type Reread } from './reread.js';
import { originKey } from './watermark.js';

/** Who tells delivery's own events, and whose signature holds. */
export interface Witness {
  handles(event: EventRecord): boolean;
  /** False for an event that must be signed by its region and is not. */
  genuine(event: EventRecord): boolean;
  /** True while no key of the event's region is known here. */
  isStranger(event: EventRecord): boolean;
  /** Names the keys by which its signature is judged at this moment. */
  judgedBy(event: EventRecord): string;
  learnKeys(db: SqlClient): Promise<void>;
}

export interface AdmissionPorts {
  readonly unitOfWork: UnitOfWork;
  readonly registry: HandlerRegistry;
  readonly system: Witness;
  /** Absent: what comes sealed is for nobody here. */
  readonly opener?: Opener | undefined;
  readonly now: () => number;
}

export interface Admitted {
  /** What may have effects here, opened. */
  readonly events: readonly EventRecord[];
  readonly setAside: readonly ParkedEvent[];
}

const KEYS_PATIENCE_MS = 5_000;

/** Who is let through to the handlers: what its region signed, opened where it came sealed, and not had before on a line that is read again. */
export class Admission {
  /** Regions of which no key is known, and since when their keys are waited for: each once. */
  private readonly strangers = new Map<string, number>();

  constructor(
    private readonly ports: AdmissionPorts,
    private readonly state: ReaderState,
  ) {}

  /** @throws DeliveryError `keys-not-stated` while the keys of a region that signed may still come */
  async admit(taken: readonly EventRecord[]): Promise<Admitted> {
    const due = this.unlessHadBefore(taken, (event, reread) =>
      isSealed(event) ? this.isReadForSealed(reread) : isNewTo(reread, event),
    );
    const forged = await this.forgedOf(due);
    const genuine = forged.length === 0 ? due : due.filter((event) => !forged.includes(event));
    const { events, unopened } = await this.opened(genuine);
    const setAside = [...unopened, ...forged.map((event) => this.forgery(event))];
    return {
      events: this.unlessHadBefore(events, (event, reread) => isNewTo(reread, event)),
      // Where sealed events were taken before, those that could not be were set aside then.
      setAside: this.unlessHadBefore(
        setAside,
        ({ event }, reread) => !isSealed(event) || this.isReadForSealed(reread, 'all'),
      ),
    };
  }

  private unlessHadBefore<T extends EventRecord | ParkedEvent>(
    items: readonly T[],
    isNew: (item: T, reread: Reread) => boolean,
  ): readonly T[] {
    if (this.state.rereads.size === 0) return items;
    return items.filter((item) => {
      const event: EventRecord = 'event' in item ? item.event : item;
      const reread = this.state.rereads.get(originKey(event));
      return !reread || event.position > reread.through || isNew(item, reread);
    });
  }

  /** Whether a line is read again for some, or for all, of the sealed types that this service takes: which one it is shows only when it is opened. */
  private isReadForSealed({ types }: Reread, which: 'some' | 'all' = 'some'): boolean {
    const sealed = this.ports.registry.all().filter(({ contract }) => mustBeSealed(contract));
    const isNew = ({ contract }: (typeof sealed)[number]): boolean => types.has(typeKeyOf(contract.type));
    return which === 'some' ? sealed.some(isNew) : sealed.every(isNew);
  }

  /** The events with what was sealed opened, for a service that takes any such; what cannot be opened is set aside. */
  private async opened(
    events: readonly EventRecord[],
  ): Promise<{ events: readonly EventRecord[]; unopened: Unopened[] }> {
    const { opener, registry } = this.ports;
    const unopened: Unopened[] = [];
    if (!opener || !registry.takesSealed() || !events.some(isSealed)) return { events, unopened };
    const opened: EventRecord[] = [];
    for (const event of events) {
      const outcome = isSealed(event) ? await opener.open(event) : event;
      if (isUnopened(outcome)) unopened.push(outcome);
      else opened.push(outcome);
    }
    return { events: opened, unopened };
  }

  /** A signature that does not hold is looked at again with the keys of this moment before it counts as forged. */
  private async forgedOf(events: readonly EventRecord[]): Promise<EventRecord[]> {
    const { system, unitOfWork } = this.ports;
    const suspects = (): EventRecord[] => events.filter((event) => !system.genuine(event) && this.takes(event));
    if (suspects().length === 0) return [];
    await unitOfWork.run((tx) => system.learnKeys(tx));
    const forged = suspects();
    // The list with a newcomer's keys stands before what it signs, but identity, which keeps the list, may not have come to it.
    const strangers = new Set(forged.filter((event) => system.isStranger(event)).map(({ region }) => region));
    if ([...strangers].filter((region) => this.isWaitedFor(region)).length > 0)
      throw new DeliveryError('keys-not-stated', 'no key is known yet of a region that signed');
    return forged;
  }

  private isWaitedFor(region: string): boolean {
    const now = this.ports.now();
    // The clock was put back: the patience begins anew, instead of lasting until the clock has come round again.
    const since = Math.min(this.strangers.get(region) ?? now, now);
    this.strangers.set(region, since);
    return now - since < KEYS_PATIENCE_MS;
  }

  /** With the keys that it was judged by: nobody is waited for whose new key may be on its way, and others tell when it has come. */
  private forgery(event: EventRecord): ParkedEvent {
    return { event, reason: 'signature-invalid', detail: this.ports.system.judgedBy(event) };
  }

  private takes(event: EventRecord): boolean {
    const { registry, system } = this.ports;
    if (isSealed(event)) return registry.takesSealed();
    return system.handles(event) || registry.find(event.type) !== undefined;
  }
}
