import type { EventContract } from './define-event.js';

/**
 * True for an event that tells who a person is (UU 27/2022): it leaves its region encrypted for its one receiver only, as the body of a
 * `Directed` event.
 */
export function mustBeSealed({ definition }: Pick<EventContract, 'definition'>): boolean {
  return definition.sharing?.personalData === 'encrypted' && definition.service !== 'delivery';
}
