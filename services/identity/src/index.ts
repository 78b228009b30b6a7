export { identity } from './identity.definition.js';
export { IdentityModule } from './identity.module.js';
