import { connectDelivery } from '@betang/messaging';
import { runServices } from '@betang/platform';
import { reporting } from './reporting.definition.js';
import { ReportingModule } from './reporting.module.js';

/** Mode `split`: this service in a process of its own. */
await runServices({
  name: reporting.name,
  services: [{ definition: reporting, module: ReportingModule }],
  prepare: connectDelivery,
});
