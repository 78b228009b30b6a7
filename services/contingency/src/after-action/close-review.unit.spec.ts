import { describe, expect, it } from '@jest/globals';
import { missingToClose, type ReviewToClose } from './close-review.decision.js';

const whole: ReviewToClose = {
  summary: 'Posko berjalan',
  wentWell: 1,
  wentIll: 1,
  findings: [
    { title: 'Asap', state: 'OPEN', actions: 1 },
    { title: 'Radio', state: 'SETTLED', actions: 0 },
  ],
  openTasks: 0,
};
const fields = (changes: Partial<ReviewToClose>) => missingToClose({ ...whole, ...changes }).map(({ field }) => field);

describe('an after-action review', () => {
  it('is closed when nothing is missing, with or without findings', () => {
    expect(missingToClose(whole)).toEqual([]);
    expect(fields({ findings: [] })).toEqual([]);
  });

  it('needs both what went well and what went ill, a summary, and an end of every task', () => {
    expect(fields({ summary: ' ', wentWell: 0, wentIll: 0, openTasks: 2 })).toEqual([
      'summary',
      'wentWell',
      'wentIll',
      'tasks',
    ]);
    expect(fields({ summary: null })).toEqual(['summary']);
  });

  it('needs an action with an owner for every finding that nobody answered', () => {
    expect(
      missingToClose({ ...whole, findings: [{ title: 'Asap', state: 'OPEN', actions: 0 }, ...whole.findings] }),
    ).toEqual([{ field: 'findings[0]', code: 'after-action.without-action', params: { title: 'Asap' } }]);
  });
});
