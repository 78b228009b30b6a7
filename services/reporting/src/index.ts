export { reporting } from './reporting.definition.js';
export { ReportingModule } from './reporting.module.js';
