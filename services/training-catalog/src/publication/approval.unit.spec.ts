import { describe, expect, it } from '@jest/globals';
import {
  approverOf,
  isApproved,
  isDecidable,
  submissionRefusal,
  type PublicationRequest,
  type RequestState,
} from './approval.decision.js';

const request: PublicationRequest = {
  requestId: '00000000-0000-4000-8000-000000000001',
  programmeId: '00000000-0000-4000-8000-000000000002',
  revision: 3,
  approver: '62',
  state: 'APPROVED',
};

describe('one door', () => {
  it.each([
    ['NONE', '62.03', undefined],
    ['OWN', '62.03', '62.03'],
    ['PROVINCE', '62.03', '62'],
    ['PROVINCE', '62', '62'],
  ] as const)('%s in %s asks %s', (approval, region, approver) => {
    expect(approverOf(approval, region)).toBe(approver);
  });

  it('is passed by the revision that was approved, by whom the rules name', () => {
    expect(isApproved([request], 3, '62')).toBe(true);
    expect(isApproved([], 3, '62')).toBe(false);
    expect(isApproved([request], 4, '62')).toBe(false);
    expect(isApproved([request], 3, '62.03')).toBe(false);
    expect(isApproved([{ ...request, state: 'PENDING' }], 3, '62')).toBe(false);
    expect(isApproved([{ ...request, state: 'RETURNED' }, request], 3, '62')).toBe(true);
  });

  it.each([
    ['never submitted', [], undefined],
    ['waiting', ['PENDING'], 'publication-pending-already'],
    ['approved', ['REFUSED', 'APPROVED'], 'publication-approved-already'],
    ['refused', ['REFUSED'], 'publication-refused-before'],
    ['returned', ['RETURNED'], undefined],
    ['taken back', ['WITHDRAWN'], undefined],
  ] as const)('is asked again: %s', (_, states, refusal) => {
    const requests = states.map((state) => ({ ...request, state }));
    expect(submissionRefusal(requests, 3, '62')).toBe(refusal);
    expect(submissionRefusal(requests, 4, '62')).toBeUndefined();
    expect(submissionRefusal(requests, 3, '62.03')).toBeUndefined();
  });

  it.each<[RequestState, boolean, boolean]>([
    ['PENDING', true, true],
    ['APPROVED', false, true],
    ['RETURNED', false, false],
    ['REFUSED', false, false],
    ['WITHDRAWN', false, false],
  ])('%s may be approved: %s, refused: %s', (state, approved, refused) => {
    expect([isDecidable(state, 'APPROVED'), isDecidable(state, 'REFUSED')]).toEqual([approved, refused]);
  });
});
