import type { EventContract, ServiceName } from '@betang/contracts';
import { Ctx, EventPattern as NestEventPattern, Payload } from '@nestjs/microservices';
import { DeliveryBatch } from './delivery-batch.js';
import type { EventBatch, HandlerKind, ReceivedEvent } from './handler-registry.js';

/** What {@link eventPatternOf} tells the strategy through Nest: the handler's owner and contract. */
export interface HandlerMark {
  readonly service: ServiceName;
  readonly contract: EventContract;
  readonly kind: HandlerKind;
}

type Handle<C> = (events: readonly ReceivedEvent<C>[], batch: EventBatch) => Promise<void>;

/**
 * The decorator with which one service marks its handlers; each service makes its own once, in `src/events.ts`, because in mode `all` six
 * services share one process and a handler must know whose transaction it runs in.
 *
 * A handler gets all events of its type of one batch, in order, and the transaction of the batch. It may throw only for an event that can
 * never be handled: the event is then found by halving the batch, and parked.
 */
export function eventPatternOf(service: ServiceName) {
  return <C extends { readonly type: string }>(contract: C, kind: HandlerKind) =>
    <M extends Handle<C>>(target: object, key: string, descriptor: TypedPropertyDescriptor<M>): void => {
      const original: Handle<C> = descriptor.value!;
      // Nest turns a handler's error into "Internal server error" and drops the cause: the batch carries the real one past it.
      const guarded: Handle<C> = async function (this: unknown, events, batch) {
        try {
          await original.call(this, events, batch);
        } catch (error) {
          if (!(batch instanceof DeliveryBatch)) throw error;
          batch.failure = { error };
        }
      };
      descriptor.value = guarded as M;
      const mark: HandlerMark = { service, contract: contract as unknown as EventContract, kind };
      // Without a word on the second argument Nest passes the first one only.
      Payload()(target, key, 0);
      Ctx()(target, key, 1);
      NestEventPattern({ service, type: contract.type }, undefined, { mark })(target, key, descriptor);
    };
}
