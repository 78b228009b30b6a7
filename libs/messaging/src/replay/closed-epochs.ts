import type { ReaderState } from '../reader/reader-state.js';
import type { Origin } from '../reader/watermark.js';
import { regionToken } from '../topology/region-token.js';
import { mayReplay } from './replay-answers.js';

/**
 * Of a closed epoch everything up to its stated heads still counts, and nothing that comes later would show that some of it is missing: its
 * lines are at an end, and after a restore the local bus is empty. So what this service lacks of them is a gap from the start.
 */
export function expectClosedEpochs(state: ReaderState, region: string, now: number): void {
  for (const { origin, position } of state.epochs.closedHeads())
    if (isRead(region, origin)) state.expect(origin, position, now);
}

/** What reaches this region at all: of its own facts not those that it told others only. */
function isRead(region: string, origin: Origin): boolean {
  if (origin.region !== region) return mayReplay(region, origin.region, origin.audience);
  if (origin.audience === 'province') return region.length === 2;
  return (
    origin.audience === 'local' || origin.audience === 'federation' || origin.audience === `to.${regionToken(region)}`
  );
}
