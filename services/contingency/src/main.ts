import { connectDelivery } from '@betang/messaging';
import { runServices } from '@betang/platform';
import { contingency } from './contingency.definition.js';
import { ContingencyModule } from './contingency.module.js';

await runServices({
  name: contingency.name,
  services: [{ definition: contingency, module: ContingencyModule }],
  prepare: connectDelivery,
});
