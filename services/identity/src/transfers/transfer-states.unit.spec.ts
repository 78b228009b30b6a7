import { describe, expect, it } from '@jest/globals';
import {
  answered,
  concluded,
  due,
  mayAnswer,
  mayWithdraw,
  type OutState,
  type OutTransfer,
} from './transfer-states.js';

const NOW = new Date('2026-11-22T03:00:00Z');
const transfer = (state: OutState, more: Partial<OutTransfer> = {}): OutTransfer => ({
  state,
  effectiveOn: '2026-12-01',
  answerBy: new Date('2026-11-30T00:00:00Z'),
  ...more,
});

describe('an answer', () => {
  it('that accepts makes it agreed, on the day that the answer names', () => {
    expect(answered(transfer('REQUESTED'), { decision: 'ACCEPTED', effectiveOn: '2026-12-05' })).toEqual({
      state: 'AGREED',
      effectiveOn: '2026-12-05',
    });
    expect(answered(transfer('REQUESTED'), { decision: 'ACCEPTED', effectiveOn: null })).toMatchObject({
      effectiveOn: '2026-12-01',
    });
  });

  it('that refuses ends it', () => {
    expect(answered(transfer('REQUESTED'), { decision: 'REFUSED', effectiveOn: null })).toMatchObject({
      state: 'REFUSED',
    });
  });

  it.each<OutState>(['AGREED', 'COMPLETED', 'REFUSED', 'WITHDRAWN', 'LAPSED'])('after %s changes nothing', (state) => {
    expect(answered(transfer(state), { decision: 'ACCEPTED', effectiveOn: null })).toBeUndefined();
    expect(answered(transfer(state), { decision: 'REFUSED', effectiveOn: null })).toBeUndefined();
  });
});

describe('time', () => {
  it('lets a request lapse at its hour, not before', () => {
    const request = transfer('REQUESTED', { answerBy: NOW });
    expect(due(request, NOW, '2026-11-22')).toBe('LAPSE');
    expect(due(request, new Date(NOW.getTime() - 1), '2026-11-22')).toBeUndefined();
  });

  it('completes what is agreed on its first day, not before, however late it is looked at', () => {
    expect(due(transfer('AGREED'), NOW, '2026-11-30')).toBeUndefined();
    expect(due(transfer('AGREED'), NOW, '2026-12-01')).toBe('COMPLETE');
    expect(due(transfer('AGREED'), NOW, '2027-02-01')).toBe('COMPLETE');
  });

  it.each<OutState>(['COMPLETED', 'REFUSED', 'WITHDRAWN', 'LAPSED'])('does nothing to what is %s', (state) => {
    expect(due(transfer(state, { answerBy: new Date(0) }), NOW, '2099-01-01')).toBeUndefined();
  });
});

describe('the two regions', () => {
  it('may withdraw and answer only while it is open', () => {
    expect((['REQUESTED', 'AGREED', 'COMPLETED', 'REFUSED'] as const).map(mayWithdraw)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(mayAnswer({ state: 'REQUESTED', answerBy: new Date('2026-11-23') }, NOW)).toBe(true);
    expect(mayAnswer({ state: 'REQUESTED', answerBy: NOW }, NOW)).toBe(false);
    expect(mayAnswer({ state: 'LAPSED', answerBy: new Date('2026-11-23') }, NOW)).toBe(false);
  });

  it('agree on the end though acceptance and withdrawal cross on the way', () => {
    // Accepted there, withdrawn here: the acceptance comes too late here, the withdrawal ends it there.
    expect(answered(transfer('WITHDRAWN'), { decision: 'ACCEPTED', effectiveOn: null })).toBeUndefined();
    expect(concluded('ACCEPTED', 'WITHDRAWN')).toBe('WITHDRAWN');
  });

  it('take nobody in who was not accepted, and nobody twice', () => {
    expect(concluded('ACCEPTED', 'COMPLETED')).toBe('COMPLETED');
    expect(concluded('COMPLETED', 'COMPLETED')).toBeUndefined();
    expect(concluded('REQUESTED', 'COMPLETED')).toBeUndefined();
    expect(concluded('REFUSED', 'LAPSED')).toBeUndefined();
    expect(concluded('REQUESTED', 'LAPSED')).toBe('LAPSED');
  });
});
