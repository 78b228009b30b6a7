export { competencyMapping } from './competency-mapping.definition.js';
export { CompetencyMappingModule } from './competency-mapping.module.js';
