import { describe, expect, it } from '@jest/globals';
import { confirmRegion } from './confirmation.js';

const remove = (typed: string | undefined, confirm?: string) => {
  const questions: string[] = [];
  const ask = (question: string): Promise<string> => {
    questions.push(question);
    return Promise.resolve(typed!);
  };
  const invocation = { language: 'en' as const, options: { confirm }, ...(typed === undefined ? {} : { ask }) };
  return { questions, confirmed: confirmRegion(invocation, 'region remove', '62.03') };
};

describe('what cannot be undone', () => {
  it('is done when the code is typed once more', async () => {
    const { questions, confirmed } = remove('62.03 ');
    await expect(confirmed).resolves.toBeUndefined();
    expect(questions).toEqual([expect.stringMatching(/region 62\.03 .*Type its code once more/)]);
  });

  it('asks nobody when the code stands behind --confirm', async () => {
    const { questions, confirmed } = remove('', '62.03');
    await expect(confirmed).resolves.toBeUndefined();
    expect(questions).toEqual([]);
  });

  it.each([
    ['another code is typed', '62.71', undefined, 'confirmation-differs'],
    ['nothing is typed', '', undefined, 'confirmation-differs'],
    ['another code stands behind --confirm', '62.03', '62.71', 'confirmation-differs'],
    ['nobody sits at a terminal', undefined, undefined, 'confirmation-missing'],
  ])('is not done when %s', async (_title, typed, confirm, code) => {
    await expect(remove(typed, confirm).confirmed).rejects.toMatchObject({ code, params: { region: '62.03' } });
  });
});
