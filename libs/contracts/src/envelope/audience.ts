import { ContractError } from './contract-error.js';

/**
 * Who may read an event: `local` never leaves its region; `province` goes to the province; `federation` to the province and all
 * its regions; `to.<token>` to one region by way of the hub (token `r6203` for Kemendagri code 62.03).
 */
export type Audience = 'local' | 'province' | 'federation' | `to.${string}`;

const DIRECTED = /^to\.r\d{2}(\d{2})?$/;

/** @throws ContractError `audience-invalid` */
export function parseAudience(text: string): Audience {
  if (text === 'local' || text === 'province' || text === 'federation' || DIRECTED.test(text)) return text as Audience;
  throw new ContractError(
    'audience-invalid',
    'audience must be local, province, federation or to.<region token>',
    'audience',
  );
}

export function isDirected(audience: Audience): audience is `to.${string}` {
  return audience.startsWith('to.');
}
