import type { SeededRandom } from '../generator/seeded-random.js';
import { ChaosError } from './chaos-error.js';
import { EVENT_FAULTS } from './event-faults.js';
import type { Fault } from './fault.js';
import { LINK_FAULTS } from './link-faults.js';
import { ORDER_FAULTS } from './order-faults.js';
import { PROCESS_FAULTS } from './process-faults.js';
import { RESTORE_FAULTS } from './restore-faults.js';
import { STORE_FAULTS } from './store-faults.js';

export const FAULTS: readonly Fault[] = [
  ...PROCESS_FAULTS,
  ...LINK_FAULTS,
  ...STORE_FAULTS,
  ...EVENT_FAULTS,
  ...ORDER_FAULTS,
  ...RESTORE_FAULTS,
];

/**
 * The faults of a run in their order: every kind once before any comes twice, so that a nightly run of twenty leaves no kind out.
 * @throws ChaosError `setting-invalid` for a name that no fault has
 */
export function planFaults(random: SeededRandom, count: number, only: readonly string[] = []): Fault[] {
  const unknown = only.filter((name) => !FAULTS.some((fault) => fault.name === name));
  if (unknown.length > 0)
    throw new ChaosError(
      'setting-invalid',
      `no fault ${unknown.join(', ')}; there are ${FAULTS.map(({ name }) => name).join(', ')}`,
    );
  const kinds = only.length === 0 ? FAULTS : FAULTS.filter(({ name }) => only.includes(name));
  const plan: Fault[] = [];
  while (plan.length < count) plan.push(...shuffled(random, kinds).slice(0, count - plan.length));
  return plan;
}

function shuffled<T>(random: SeededRandom, list: readonly T[]): T[] {
  const left = [...list];
  return list.map(() => left.splice(random.between(0, left.length - 1), 1)[0]!);
}
