import { connectDelivery } from '@betang/messaging';
import { runServices } from '@betang/platform';
import { SERVICES } from './services.js';

/** Runs all services of a region in this process. */
export async function runRegion(): Promise<void> {
  await runServices({ name: 'all', services: SERVICES, prepare: connectDelivery });
}
