import { eventPatternOf } from '@betang/messaging';
import { Ctx, Payload } from '@nestjs/microservices';

const patternOf: ReturnType<typeof eventPatternOf> = eventPatternOf('reporting');

/** Marks the handlers of this service. All are projections: their tables can be rebuilt from the archive. */
export const EventPattern: typeof patternOf = (contract, kind) => (target, key, descriptor) => {
  // Nest hands over the payload alone unless the parameters are marked; the batch with its transaction is the context.
  Payload()(target, key, 0);
  Ctx()(target, key, 1);
  patternOf(contract, kind)(target, key, descriptor);
};
