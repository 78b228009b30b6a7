import { connectDelivery } from '@betang/messaging';
import { runServices } from '@betang/platform';
import { identity } from './identity.definition.js';
import { IdentityModule } from './identity.module.js';

await runServices({
  name: 'identity',
  services: [{ definition: identity, module: IdentityModule }],
  prepare: connectDelivery,
});
