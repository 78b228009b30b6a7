import type { ServiceName } from '@betang/contracts';
import type { Type } from '@nestjs/common';
import { deliveryOperationsOf } from './delivery-operations.controller.js';
import { RegionOperationsController } from './region-operations.controller.js';

/** Controllers for operators that every service has under its own prefix; identity also those of the whole region. */
export function operationsOf(service: ServiceName): Type[] {
  return [deliveryOperationsOf(service), ...(service === 'identity' ? [RegionOperationsController] : [])];
}
