import './small-heap.js';
import { connectDelivery } from '@betang/messaging';
import { runServices } from '@betang/platform';
import { SERVICES } from './services.js';

await runServices({ name: 'all', services: SERVICES, prepare: connectDelivery });
