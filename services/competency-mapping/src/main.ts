import { connectDelivery } from '@betang/messaging';
import { runServices } from '@betang/platform';
import { competencyMapping } from './competency-mapping.definition.js';
import { CompetencyMappingModule } from './competency-mapping.module.js';

await runServices({
  name: competencyMapping.name,
  services: [{ definition: competencyMapping, module: CompetencyMappingModule }],
  prepare: connectDelivery,
});
