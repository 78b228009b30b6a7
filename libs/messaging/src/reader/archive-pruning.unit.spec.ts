import { describe, expect, it } from '@jest/globals';
import {
  Directed,
  LearnerHoursShared,
  ReceiptsPublished,
  UnitLearningHoursStated,
  type EventContract,
} from '@betang/contracts';
import type { EventHandler, HandlerKind } from '../handling/handler-registry.js';
import { prunableTypes } from './archive-pruning.js';

const CONTRACTS = [
  Directed,
  LearnerHoursShared,
  ReceiptsPublished,
  UnitLearningHoursStated,
] as unknown as EventContract[];

const handled = (kind: HandlerKind, ...types: string[]) => ({
  find: (type: string) => (types.includes(type) ? ({ kind } as EventHandler) : undefined),
});

describe('what may leave the archive when its time is up', () => {
  it('is what no projection is made of', () => {
    const registry = handled('process', ReceiptsPublished.type);
    expect(prunableTypes('days-90', registry, CONTRACTS)).toEqual([Directed.type, ReceiptsPublished.type]);
  });

  it('is never the baseline of a projection', () => {
    const { retention } = UnitLearningHoursStated.definition;
    const registry = handled('projection', UnitLearningHoursStated.type);
    expect(prunableTypes(retention, registry, CONTRACTS)).not.toContain(UnitLearningHoursStated.type);
    expect(prunableTypes(retention, handled('process'), CONTRACTS)).toContain(UnitLearningHoursStated.type);
  });

  it('is every fact about persons, whatever is made of it', () => {
    const registry = handled('projection', LearnerHoursShared.type);
    expect(prunableTypes('years-2', registry, CONTRACTS)).toContain(LearnerHoursShared.type);
  });
});
