import type { OverlapDecided } from '@betang/contracts';
import type { Statement } from '../statements/statement.js';
import { percent } from './shares.js';
import type { StatedFigures, StatedReport } from './stated-report.js';

/** Overlap avoided (R21, "satu pintu"): who joined a programme that was there instead of making another, and what it spared. */
export const overlapAvoided: StatedReport<OverlapDecided> = {
  name: 'overlap-avoided',
  kind: 'overlap',
  service: 'training-catalog',
  groupings: { region: 'region', month: 'month', target: 'target', offering: 'region' },
  occasional: true,
  columns: [
    { name: 'decisions', kind: 'integer' },
    { name: 'joined', kind: 'integer' },
    { name: 'joinedPercent', kind: 'percent', derive: percent('joined', 'decisions') },
    { name: 'wentOn', kind: 'integer' },
    { name: 'costSpared', kind: 'rupiah' },
    { name: 'costDoubled', kind: 'rupiah' },
  ],
  read: (statement, groupBy) => [readDecision(statement, groupBy)],
};

function readDecision({ data, region }: Statement<OverlapDecided>, groupBy: string): StatedFigures {
  const joined = data.outcome === 'JOINED';
  const keys: Readonly<Record<string, string>> = {
    month: String(Number(data.decidedOn.slice(5, 7))),
    target: data.developmentTargetId ?? 'none',
    offering: data.otherRegion,
  };
  return {
    key: keys[groupBy] ?? region,
    figures: {
      decisions: 1,
      joined: joined ? 1 : 0,
      wentOn: joined ? 0 : 1,
      costSpared: joined ? data.plannedCost : 0,
      costDoubled: joined ? 0 : data.plannedCost,
    },
  };
}
