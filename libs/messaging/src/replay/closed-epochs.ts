import type { ReaderState } from '../reader/reader-state.js';
import { mayReplay } from './replay-answers.js';

/**
 * Of a closed epoch everything up to its stated heads still counts, and nothing that comes later would show that some of it is missing: its
 * lines are at an end, and after a restore the local bus is empty. So what this service lacks of them is a gap from the start.
 */
export function expectClosedEpochs(state: ReaderState, region: string, now: number): void {
  for (const { origin, position } of state.epochs.closedHeads())
    if (mayReplay(region, origin.region, origin.audience)) state.expect(origin, position, now);
}
