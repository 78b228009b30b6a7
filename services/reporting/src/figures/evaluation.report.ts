import type { EvaluationStated } from '@betang/contracts';
import type { Statement } from '../statements/statement.js';
import { average, percent } from './shares.js';
import type { StatedFigures, StatedReport } from './stated-report.js';

/**
 * Evaluation on the four levels and impact, by programme and by the target it serves. R12: a training with no effect on the work of the
 * organisation is not worth keeping; one without evidence of behaviour (level 3) or result (level 4) is a candidate for stopping.
 */
export const evaluation: StatedReport<EvaluationStated> = {
  name: 'evaluation',
  kind: 'evaluation',
  service: 'training-catalog',
  groupings: { programme: 'named', target: 'target', region: 'region' },
  // Evaluations are put together every night (training-catalog).
  statedDailyAt: '02:30',
  occasional: true,
  columns: [
    { name: 'programmes', kind: 'integer' },
    { name: 'sessions', kind: 'integer' },
    { name: 'participants', kind: 'integer' },
    { name: 'passed', kind: 'integer' },
    { name: 'passedPercent', kind: 'percent', derive: percent('passed', 'participants') },
    { name: 'respondents', kind: 'integer', hidden: true },
    { name: 'reactionSum', kind: 'integer', hidden: true },
    { name: 'reaction', kind: 'decimal', derive: average('reactionSum', 'respondents', 100) },
    { name: 'tested', kind: 'integer', hidden: true },
    { name: 'gainSum', kind: 'integer', hidden: true },
    { name: 'learningGainPercent', kind: 'percent', derive: average('gainSum', 'tested', 100) },
    { name: 'reviewed', kind: 'integer' },
    { name: 'applied', kind: 'integer' },
    { name: 'appliedPercent', kind: 'percent', derive: percent('applied', 'reviewed') },
    { name: 'results', kind: 'integer' },
    { name: 'resultsReached', kind: 'integer' },
    { name: 'resultsReachedPercent', kind: 'percent', derive: percent('resultsReached', 'results') },
    { name: 'withoutEvidence', kind: 'integer' },
    { name: 'kept', kind: 'integer' },
    { name: 'changed', kind: 'integer' },
    { name: 'dropped', kind: 'integer' },
    { name: 'undecided', kind: 'integer' },
  ],
  read: (statement, groupBy) => [readEvaluation(statement, groupBy)],
};

type Result = EvaluationStated['results'][number];

function readEvaluation({ data, region }: Statement<EvaluationStated>, groupBy: string): StatedFigures {
  const { reaction, learning, behaviour, results, decision } = data;
  const evidence = (behaviour.reviewed ?? 0) > 0 || results.length > 0;
  return {
    ...keyOf(data, region, groupBy),
    figures: {
      programmes: 1,
      sessions: data.sessions,
      participants: data.participants,
      passed: data.passed,
      respondents: reaction.respondents,
      reactionSum: times(reaction.average, reaction.respondents),
      tested: learning.tested,
      gainSum: times(learning.gain, learning.tested),
      reviewed: behaviour.reviewed,
      applied: behaviour.applied,
      results: results.length,
      resultsReached: results.filter(isReached).length,
      withoutEvidence: evidence ? 0 : 1,
      kept: decision === 'KEEP' ? 1 : 0,
      changed: decision === 'CHANGE' ? 1 : 0,
      dropped: decision === 'DROP' ? 1 : 0,
      undecided: decision === null ? 1 : 0,
    },
  };
}

/** What was aimed at was reached: upwards or downwards, as target and baseline lie. */
export function isReached({ baseline, target, observed }: Pick<Result, 'baseline' | 'target' | 'observed'>): boolean {
  if (target === null) return false;
  return baseline !== null && target < baseline ? observed <= target : observed >= target;
}

function times(score: number | null, people: number | null): number | null {
  return score === null || people === null ? null : score * people;
}

function keyOf(data: EvaluationStated, region: string, groupBy: string): { key: string; name?: string } {
  if (groupBy === 'region') return { key: region };
  if (groupBy === 'target') return { key: data.developmentTargetId ?? 'none', name: data.developmentTarget };
  return { key: data.programmeId, name: data.title };
}
