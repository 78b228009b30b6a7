import { findContract } from '@betang/contracts';
import type { CustomTransportStrategy, MessageHandler } from '@nestjs/microservices';
import { Server } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { HandlerMark } from '../handling/event-pattern.js';
import { DeliveryBatch } from '../handling/delivery-batch.js';
import type { EventHandler, HandlerRegistry } from '../handling/handler-registry.js';
import { DeliveryError } from '../delivery-error.js';

/**
 * Nest's door for events: collects every handler of the process at boot and hands each to its own service's registry. It never calls a
 * handler by itself; the service's reader does, with the transaction of its batch.
 */
export class DeliveryStrategy extends Server implements CustomTransportStrategy {
  private readonly found: { service: string; handler: EventHandler }[] = [];

  /** @throws DeliveryError `handler-unmarked`: a handler that was not marked by a service's own EventPattern; requests have no way here */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    _isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    const mark = extras['mark'] as HandlerMark | undefined;
    if (!mark) {
      const what = `handler of ${JSON.stringify(pattern)}`;
      throw new DeliveryError('handler-unmarked', `${what} is not marked with its service's EventPattern`);
    }
    const contract = findContract(mark.contract.type) ?? mark.contract;
    this.found.push({
      service: mark.service,
      handler: { contract, kind: mark.kind, handle: (events, batch) => call(callback, events, batch) },
    });
  }

  /** Hands each handler to its service. @throws DeliveryError those of {@link HandlerRegistry.register}, `handler-unknown-service` */
  fill(registries: Iterable<HandlerRegistry>): void {
    const byService = new Map([...registries].map((registry) => [registry.service as string, registry]));
    for (const { service, handler } of this.found) {
      const registry = byService.get(service);
      if (!registry) {
        const { type } = handler.contract;
        throw new DeliveryError(
          'handler-unknown-service',
          `${type} has a handler of ${service}, which does not run here`,
        );
      }
      registry.register(handler);
    }
  }

  /** Delivery itself starts with the application, when all modules are ready. */
  listen(callback: () => void): void {
    callback();
  }

  close(): void {
    this.found.length = 0;
  }

  override on(): void {
    throw new DeliveryError('handler-failed', 'delivery has no events of its own to listen to');
  }

  override unwrap<T>(): T {
    throw new DeliveryError('handler-failed', 'delivery has no server of its own to unwrap');
  }
}

async function call(
  callback: MessageHandler,
  events: unknown,
  batch: { transaction: DeliveryBatch['transaction']; rebuilding: boolean },
): Promise<void> {
  const carrier = new DeliveryBatch(batch.transaction, batch.rebuilding);
  const result: unknown = await callback(events, carrier);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
  if (carrier.failure) throw carrier.failure.error;
}
