import type { EvaluationStated } from '@betang/contracts';
import type { ProgrammeEvidence } from './recommend-programme.decision.js';

/** Fewest people whose figures may leave the region, or be shown of anonymous answers (UU 27/2022: data minimisation). */
export const FEWEST_PEOPLE = 5;

export type StatedEvidence = Pick<
  EvaluationStated,
  'participants' | 'passed' | 'reaction' | 'learning' | 'behaviour' | 'results' | 'sessions'
>;

/**
 * The evidence with figures of fewer than five people left out. A part of a group is left out too where the rest of the group would be fewer
 * than five: it could be had by subtraction.
 */
export function protectSmallCells(evidence: ProgrammeEvidence): StatedEvidence {
  const { sessions, participants, passed, reaction, learning, behaviour, results } = evidence;
  const learningShown = learning.tested >= FEWEST_PEOPLE;
  const behaviourShown = behaviour.reviewed >= FEWEST_PEOPLE;
  const reactionShown = reaction.respondents >= FEWEST_PEOPLE;
  return {
    sessions,
    participants: group(participants),
    passed: part(passed, participants),
    reaction: { respondents: group(reaction.respondents), average: reactionShown ? reaction.average : null },
    learning: {
      tested: group(learning.tested),
      before: learningShown ? learning.before : null,
      after: learningShown ? learning.after : null,
      gain: learningShown ? learning.gain : null,
    },
    behaviour: {
      reviewed: group(behaviour.reviewed),
      applied: part(behaviour.applied, behaviour.reviewed),
      average: behaviourShown ? behaviour.average : null,
    },
    results: [...results],
  };
}

function group(people: number): number | null {
  return people < FEWEST_PEOPLE ? null : people;
}

function part(people: number, whole: number): number | null {
  const rest = whole - people;
  return people < FEWEST_PEOPLE || (rest > 0 && rest < FEWEST_PEOPLE) ? null : people;
}
