import type { CodeStep } from '@betang/contracts';
import { describe, expect, it } from '@jest/globals';
import { lostCodes, requiredInPresentCodes, succeedRequired } from './required-codes.decision.js';

const SAME = [0, 1, 2, 3, 4, 5];
const successions: CodeStep[] = [
  { fromCode: 'MAN-08', toCode: 'MAN-98', levels: [0, 1, 1, 2, 3, 4] },
  { fromCode: 'SOS-01', toCode: null, levels: SAME },
];
const steps = new Map(successions.map((step) => [step.fromCode, step]));
const asks = (competencyCode: string, level: number) => ({ competencyCode, level });

describe('what a role asks for in the next dictionary', () => {
  it('goes over to the new codes, and loses what nothing took the place of', () => {
    const required = [asks('MAN-08', 4), asks('SOS-01', 2), asks('MAN-01', 2)];
    expect(succeedRequired(required, steps)).toEqual([asks('MAN-98', 3), asks('MAN-01', 2)]);
    expect(lostCodes(required, steps)).toEqual(['SOS-01']);
  });

  it('is left alone where no code of it changes', () => {
    expect(succeedRequired([asks('MAN-02', 4)], steps)).toBeUndefined();
    expect(lostCodes([asks('MAN-02', 4)], steps)).toEqual([]);
  });

  it('is read in the codes that hold now, whenever it was written', () => {
    const dictionary = { version: 2, whole: true, competencies: new Map(), steps: [successions] };
    expect(requiredInPresentCodes([asks('MAN-08', 4)], dictionary)).toEqual([asks('MAN-98', 3)]);
  });
});
