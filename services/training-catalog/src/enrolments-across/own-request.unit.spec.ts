import { describe, expect, it } from '@jest/globals';
import { firstOutgoingState, outgoingStateAfter } from './own-request.decision.js';

describe("one's own request for a seat elsewhere", () => {
  it.each([
    [['SUPERVISOR', 'OFFICER'], 'AWAITING_SUPERVISOR'],
    [['OFFICER'], 'AWAITING_OFFICER'],
    [[], 'REQUESTED'],
  ] as const)('under %j begins as %s', (approvals, state) => {
    expect(firstOutgoingState(approvals)).toBe(state);
  });

  it.each([
    ['AWAITING_SUPERVISOR', 'SUPERVISOR', ['SUPERVISOR', 'OFFICER'], 'AWAITING_OFFICER'],
    ['AWAITING_SUPERVISOR', 'SUPERVISOR', ['SUPERVISOR'], 'REQUESTED'],
    ['AWAITING_SUPERVISOR', 'OFFICER', ['SUPERVISOR', 'OFFICER'], 'REQUESTED'],
    ['AWAITING_OFFICER', 'OFFICER', ['OFFICER'], 'REQUESTED'],
    ['AWAITING_OFFICER', 'SUPERVISOR', ['OFFICER'], undefined],
    ['REQUESTED', 'OFFICER', ['OFFICER'], undefined],
    ['REFUSED', 'OFFICER', ['OFFICER'], undefined],
  ] as const)('that is %s, approved by %s under %j, becomes %p', (state, step, approvals, next) => {
    expect(outgoingStateAfter(state, step, approvals)).toBe(next);
  });
});
