import { describe, expect, it } from '@jest/globals';
import { expectedYear } from './expected-year.js';
import { inventLearners } from './invented-year.js';
import { yearEnd } from './year-end.js';

describe('the end of a year', () => {
  it('adds up by hand for one learner', () => {
    const [learner] = inventLearners(1);
    // 100 + 250 (courses), 3 x 400 (seminar), 2 x 200 (coaching, two of three), 200 (self-study, of 300), 600 (from abroad)
    expect(expectedYear([learner!], 400)).toMatchObject({
      entries: 8,
      earned: 100 + 250 + 1200 + 600 + 300 + 600,
      countedInLedger: 100 + 250 + 1200 + 400 + 200 + 600,
    });
    expect(expectedYear([learner!], 300).countedInLedger).toBe(2750 - 300);
    const contract = inventLearners(5)[4]!;
    expect(expectedYear([contract], 400).byStatus.PPPK).toMatchObject({ people: 1, counted: 2400, fulfilled: 1 });
  });

  it('holds in a province scaled down: every total is the independent sum, before and after the rule changed', async () => {
    const { figures } = await yearEnd({ regions: 2, people: 100, say: () => undefined });
    const value = (name: string) => figures.find((figure) => figure.name === name)?.value;
    expect(value('yearEnd.entries')).toBe(1_600);
    expect(value('yearEnd.differences')).toBe(0);
  });
});
