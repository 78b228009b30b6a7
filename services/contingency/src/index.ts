export { contingency } from './contingency.definition.js';
export { ContingencyModule } from './contingency.module.js';
export { ExpirySweep } from './readiness/expiry-sweep.js';
