import { connectDelivery } from '@betang/messaging';
import { runServices } from '@betang/platform';
import { trainingCatalog } from './training-catalog.definition.js';
import { TrainingCatalogModule } from './training-catalog.module.js';

/** Mode `split`: this service in a process of its own. */
await runServices({
  name: trainingCatalog.name,
  services: [{ definition: trainingCatalog, module: TrainingCatalogModule }],
  prepare: connectDelivery,
});
