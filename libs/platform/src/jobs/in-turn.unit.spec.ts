import { describe, expect, it } from '@jest/globals';

import { inTurn } from './in-turn.js';

describe('questions on one connection', () => {
  it('are asked one after the other, also after one that failed, and each gets its own answer', async () => {
    const asked: string[] = [];
    let underWay = 0;
    const ask = inTurn(async (question: string) => {
      underWay += 1;
      asked.push(`${question}:${underWay}`);
      await new Promise(setImmediate);
      underWay -= 1;
      if (question === 'b') throw new Error('b failed');
      return question.toUpperCase();
    });
    const answers = await Promise.allSettled(['a', 'b', 'c'].map((question) => ask(question)));
    expect(asked).toEqual(['a:1', 'b:1', 'c:1']);
    expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual(['A', 'failed', 'C']);
  });
});
