import type { NewEvent } from '@betang/contracts';
import type { SnapshotProvider } from '@betang/messaging';
import type { DevelopmentTarget } from './targets/development-target.js';
import { targetPublished, targetRecorded } from './targets/target-events.js';
import { TARGET_COLUMNS } from './targets/target-store.js';

const TARGETS = `SELECT ${TARGET_COLUMNS} FROM development_target ORDER BY code, target_id`;

/** The service's present as facts that anyone may apply again. */
export function presentFacts(region: string): SnapshotProvider {
  return async (tx, audience): Promise<readonly NewEvent[]> => {
    const targets = await tx.query<DevelopmentTarget>(TARGETS);
    if (audience === 'federation') return targets.map((target) => targetPublished(target, region));
    if (audience !== 'local') return [];
    return targets.map((target) => targetRecorded(target, {}));
  };
}
