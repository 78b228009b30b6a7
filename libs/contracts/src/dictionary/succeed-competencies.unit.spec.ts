import { describe, expect, it } from '@jest/globals';
import type { CodeStep, KnownDictionary } from './known-dictionary.js';
import { findSuccessors, inPresentCodes, lostCompetencies, succeedCompetencies } from './succeed-competencies.js';

const SAME = [0, 1, 2, 3, 4, 5];
const steps = (...rows: CodeStep[]) => new Map(rows.map((row) => [row.fromCode, row]));
const at = (code: string, level: number | null = null) => ({ code, level });

const SPLIT = steps({
  ...{ fromCode: 'TEK-1', toCode: 'TEK-A', levels: SAME },
  also: [
    { toCode: 'TEK-B', levels: [0, 1, 1, 2, 2, 3] },
    { toCode: 'TEK-C', levels: [0, 0, 0, 0, 1, 1] },
  ],
});

describe('what was said of competencies, in the next dictionary', () => {
  it('goes over to the new code, with its level or without', () => {
    const renamed = steps({ fromCode: 'MAN-08', toCode: 'MAN-98', levels: [0, 1, 1, 2, 3, 4] });
    expect(succeedCompetencies([at('MAN-08', 4), at('MAN-01', 2)], renamed)).toEqual([
      at('MAN-98', 3),
      at('MAN-01', 2),
    ]);
    expect(succeedCompetencies([at('MAN-08'), at('MAN-01')], renamed)).toEqual([at('MAN-98'), at('MAN-01')]);
  });

  it('is the higher level where two codes become one, whatever their order', () => {
    const merged = steps(
      { fromCode: 'TEK-1', toCode: 'TEK-9', levels: SAME },
      { fromCode: 'TEK-2', toCode: 'TEK-9', levels: SAME },
    );
    const [low, high, none] = [at('TEK-1', 2), at('TEK-2', 4), at('TEK-2')];
    for (const named of [
      [low, high],
      [high, low],
    ])
      expect(succeedCompetencies(named, merged)).toEqual([at('TEK-9', 4)]);
    for (const named of [
      [low, none],
      [none, low],
    ])
      expect(succeedCompetencies(named, merged)).toEqual([at('TEK-9', 2)]);
  });

  it('is every part of a code that was split, as far as a part has a level', () => {
    expect(succeedCompetencies([at('TEK-1', 3), at('TEK-B', 1)], SPLIT)).toEqual([at('TEK-A', 3), at('TEK-B', 2)]);
    expect(succeedCompetencies([at('TEK-1')], SPLIT)).toEqual([at('TEK-A'), at('TEK-B'), at('TEK-C')]);
    expect(lostCompetencies([at('TEK-1', 3)], SPLIT)).toEqual([]);
  });

  it('is gone where nothing takes its place, or no level is left of it', () => {
    const gone = steps(
      { fromCode: 'TEK-1', toCode: null, levels: SAME },
      { fromCode: 'TEK-2', toCode: 'TEK-3', levels: [0, 0, 1, 2, 3, 4] },
    );
    const named = [at('TEK-1', 3), at('TEK-2', 1), at('TEK-2', 2), at('MAN-01')];
    expect(succeedCompetencies(named.slice(0, 2), gone)).toEqual([]);
    expect(lostCompetencies(named, gone)).toEqual(['TEK-1', 'TEK-2']);
  });

  it('swaps two codes without mixing them', () => {
    const swapped = steps({ fromCode: 'A', toCode: 'B', levels: SAME }, { fromCode: 'B', toCode: 'A', levels: SAME });
    expect(succeedCompetencies([at('A', 1), at('B', 2)], swapped)).toEqual([at('B', 1), at('A', 2)]);
  });

  it('is left alone where no code of it changes', () => {
    expect(succeedCompetencies([at('MAN-08', 4)], SPLIT)).toBeUndefined();
    expect(succeedCompetencies([], SPLIT)).toBeUndefined();
  });
});

const competency = (code: string) => ({ code, nameId: code, nameEn: code, minLevel: 1, maxLevel: 5 });
const dictionary = (codes: readonly string[], whole = true): KnownDictionary => ({
  version: 3,
  whole,
  competencies: new Map(codes.map((code) => [code, competency(code)])),
  steps: [
    [
      { fromCode: 'MAN-08', toCode: 'MAN-97', levels: [0, 1, 1, 2, 3, 4] },
      { fromCode: 'SOS-01', toCode: null, levels: SAME },
    ],
    [
      { fromCode: 'MAN-97', toCode: 'MAN-98', levels: SAME },
      { fromCode: 'TEK-1', toCode: 'TEK-A', levels: SAME, also: [{ toCode: 'TEK-B', levels: [0, 0, 1, 2, 3, 4] }] },
      { fromCode: 'TEK-2', toCode: 'TEK-2', levels: SAME, also: [{ toCode: 'TEK-B', levels: SAME }] },
    ],
  ],
});

describe('what was written by codes of older versions', () => {
  const known = dictionary(['MAN-98', 'TEK-2', 'TEK-A', 'TEK-B']);

  it('is read in the codes that hold now, over any number of versions', () => {
    expect(inPresentCodes([at('MAN-08', 4), at('TEK-1', 2)], known)).toEqual([
      at('MAN-98', 3),
      at('TEK-A', 2),
      at('TEK-B', 1),
    ]);
    expect(inPresentCodes([at('SOS-01', 1)], known)).toEqual([]);
  });

  it('stays as it is where the code holds still, or nobody told of it', () => {
    expect(inPresentCodes([at('TEK-2', 1), at('TEK-ELSEWHERE')], known)).toEqual([at('TEK-2', 1), at('TEK-ELSEWHERE')]);
  });

  it('was replaced by all that took its place, or by nothing', () => {
    expect(findSuccessors('MAN-08', known)).toEqual(['MAN-98']);
    expect(findSuccessors('TEK-1', known)).toEqual(['TEK-A', 'TEK-B']);
    expect(findSuccessors('SOS-01', known)).toEqual([]);
  });

  it('was not replaced where it holds still, also while the version that holds is not known whole', () => {
    for (const code of ['TEK-A', 'TEK-2', 'TEK-ELSEWHERE']) expect(findSuccessors(code, known)).toBeUndefined();
    expect(findSuccessors('TEK-2', dictionary(['TEK-1', 'TEK-2'], false))).toBeUndefined();
    expect(findSuccessors('TEK-1', dictionary(['TEK-1', 'TEK-2'], false))).toEqual(['TEK-A', 'TEK-B']);
  });
});
