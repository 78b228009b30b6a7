import { CONTRACTS, type EventRecord } from '@betang/contracts';
import type { Transaction, UnitOfWork } from '@betang/platform';
import { eventFromRaw } from '../reader/delivery.js';
import type { HandlerRegistry } from '../handling/handler-registry.js';
import { behind, parkingKey, read, type ParkingCause } from '../reader/plan-effects.js';
import { wasSealed } from '../sealing/opened-event.js';
import type { ReaderState } from '../reader/reader-state.js';
import type { ReaderStore } from '../reader/reader-store.js';
import { isSealed, isUnopened, type Opener } from '../sealing/opener.js';
import { codeOf, isOutcomeUnknown, isRetryable } from '../reader/reader-failure.js';
import type { Invoke, SystemEvents } from '../reader/service-reader.js';
import type { ParkedRow, ParkingStore } from './parking-store.js';

interface Line {
  readonly type: string;
  readonly region: string;
  readonly subject: string;
}

/**
 * Gives parked events another chance: when an operator asked for it, once nothing stands before them any more, and by itself once this
 * release knows a version that parked as `needs-upgrade`, or a key has come that an event is sealed for or may be signed by. A line (handler and
 * subject) is tried in order and stops at the first event that fails again.
 */
export class ParkedRetry {
  private readonly knownTypes = CONTRACTS.map(({ type }) => type);

  constructor(
    private readonly ports: {
      readonly unitOfWork: UnitOfWork;
      readonly parking: ParkingStore;
      readonly store: ReaderStore;
      readonly registry: HandlerRegistry;
      readonly invoke: Invoke;
      readonly opener?: Opener | undefined;
      /** Delivery's own events can be parked too: an epoch, heads, a list of keys. */
      readonly system: SystemEvents;
    },
    private readonly state: ReaderState,
  ) {}

  /** @throws what one of the lines failed with for the moment, after the others were tried */
  async work(): Promise<void> {
    if (this.state.parked.size === 0 && this.state.parkedKeys.size === 0) return;
    const keys = this.ports.opener?.keys;
    if (this.state.parked.size > 0) await keys?.refresh();
    const failures: unknown[] = [];
    for (const line of await this.ports.parking.linesToRetry(this.knownTypes, keys?.ids() ?? []))
      await this.retry(line).catch((error: unknown) => {
        if (isOutcomeUnknown(error)) throw error;
        failures.push(error);
      });
    if (this.state.parkedKeys.size > 0) await this.forgetClosed();
    if (this.state.parked.size > 0) this.state.parked = await this.ports.parking.openByRegion();
    if (failures.length > 0) throw failures[0];
  }

  private async retry(line: Line): Promise<void> {
    const empty = await this.ports.unitOfWork.run(async (tx) => {
      const rows = await this.ports.parking.line(tx, line);
      for (const [index, row] of rows.entries()) {
        const failure = await this.tryOne(tx, row);
        if (failure === undefined) continue;
        const [atFault, ...behind] = rows.slice(index).map(({ parkedId }) => parkedId);
        await this.ports.parking.markFailedAgain(tx, atFault!, failure, behind);
        return false;
      }
      return true;
    });
    if (empty) this.state.parkedKeys.delete(parkingKey(line));
  }

  /** Undefined when the event is applied; otherwise what went wrong. */
  private async tryOne(tx: Transaction, row: ParkedRow): Promise<ParkingCause | undefined> {
    const wire = eventFromRaw(row.headers, row.body);
    // Before it is opened: what is forged must not come to stand in a line of what it pretends to hold, where others would wait behind it.
    if (!(await this.isGenuine(tx, wire)))
      return { reason: 'signature-invalid', detail: this.ports.system.judgedBy(wire) };
    const event = isSealed(wire) && this.ports.opener ? await this.ports.opener.open(wire) : wire;
    if (isUnopened(event)) return event;
    const late = row.type !== event.type;
    if (late && this.state.parkedKeys.has(parkingKey(event))) return this.refile(tx, row, event, behind(event));
    const failure = await this.apply(tx, row, event);
    return failure !== undefined && late ? this.refile(tx, row, event, failure) : failure;
  }

  private async apply(tx: Transaction, row: ParkedRow, event: EventRecord): Promise<ParkingCause | undefined> {
    try {
      return await tx.savepoint(() => this.applyNow(tx, row, event));
    } catch (error) {
      if (isRetryable(error)) throw error;
      return { reason: 'handler-failed', detail: codeOf(error) };
    }
  }

  private async applyNow(tx: Transaction, row: ParkedRow, event: EventRecord): Promise<ParkingCause | undefined> {
    const { registry, system } = this.ports;
    const handler = registry.find(event.type);
    const isSystem = system.handles(event);
    if (!handler && !isSystem && !wasSealed(event)) return { reason: 'handler-failed', detail: 'handler-missing' };
    if (isSystem) await system.handle([event], tx);
    // Opened at last, and of no concern to this service: without a handler it is only marked.
    if (handler) {
      const received = read(event);
      if ('reason' in received) return received;
      await this.ports.invoke(handler, [received], tx, false);
      await this.ports.store.archive(tx, [received]);
    }
    await this.ports.parking.markApplied(tx, [row.parkedId]);
    return undefined;
  }

  /** What was parked as forged stays so, unless its key has become known. */
  private async isGenuine(tx: Transaction, event: EventRecord): Promise<boolean> {
    const { system } = this.ports;
    if (system.genuine(event)) return true;
    await system.learnKeys(tx);
    return system.genuine(event);
  }

  /** A sealed event was opened and cannot be applied yet: from now on it waits in the line that it belongs to, and others behind it. */
  private async refile(
    tx: Transaction,
    row: ParkedRow,
    event: EventRecord,
    cause: ParkingCause,
  ): Promise<ParkingCause> {
    await this.ports.parking.refile(tx, row.parkedId, event);
    tx.afterCommit(() => this.state.parkedKeys.add(parkingKey(event)));
    return cause;
  }

  /** Lines that an operator discarded block nothing any more. */
  private async forgetClosed(): Promise<void> {
    const open = new Set(await this.ports.parking.openKeys());
    for (const key of this.state.parkedKeys) if (!open.has(key)) this.state.parkedKeys.delete(key);
  }
}
