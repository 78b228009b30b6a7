export { contingency } from './contingency.definition.js';
export { ContingencyModule } from './contingency.module.js';
