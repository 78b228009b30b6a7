import { describe, expect, it } from '@jest/globals';
import type { DeliveryReport, LineProof } from '../api/delivery-report.js';
import { missingAtHome, proveFederation } from './federation-proof.js';
import { proofTable } from './proof-table.js';

const AS_OF = '2026-11-21T10:42:05.000Z';

function proof(receiver: string, sent: number, received = sent, more: Partial<LineProof> = {}): LineProof {
  return {
    receiver,
    state: received === sent ? 'complete' : 'underway',
    obstacles: [],
    sent,
    received,
    chainEqual: true,
    asOf: AS_OF,
    ...more,
  };
}

/** A regency that has sent totals to its province, and the province that has them. */
function regency(receipts: readonly LineProof[], waiting = 0): DeliveryReport {
  return {
    region: '62.03',
    asOf: AS_OF,
    outboxes: [{ service: 'learning-hours', destination: 'hub', waiting }],
    own: [
      { service: 'learning-hours', audience: 'province', sent: 40, receivers: receipts },
      { service: 'learning-hours', audience: 'local', sent: 7, receivers: [proof('62.03', 7)] },
    ],
    received: [],
  };
}
function province(received: number, more: Partial<LineProof> = {}): DeliveryReport {
  const line = { region: '62.03', service: 'learning-hours', audience: 'province', isStated: true };
  return {
    region: '62',
    asOf: AS_OF,
    outboxes: [],
    own: [],
    received: [{ ...line, ...proof('62', 40, received, more) }],
  };
}

describe('proveFederation', () => {
  it('shows a whole proof where both sides agree', () => {
    const [found, ...others] = proveFederation([province(40), regency([proof('62', 40)])]);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      origin: '62.03',
      receiver: '62',
      sent: 40,
      confirmed: 40,
      received: 40,
      receivedOf: 40,
    });
    expect(found).toMatchObject({ chainEqual: true, missing: [] });
    expect(proofTable([found!])).toContain('40 dari/of 40        sama / equal');
  });

  it('counts the newest statements apart: they are never all confirmed', () => {
    const [found] = proveFederation([province(40), regency([proof('62', 40, 38, { state: 'complete' })])]);
    expect(found).toMatchObject({ sent: 38, statements: 2, confirmed: 38, missing: [] });
    expect(proofTable([found!])).toContain('38 +2*');
  });

  it.each([
    ['the receiver has less than was sent', province(39), [proof('62', 40)], 'underway 39 of 40'],
    ['the receiver has not confirmed', province(40), [], 'unconfirmed'],
    [
      'something is parked',
      province(40),
      [proof('62', 40, 40, { state: 'not-proven', obstacles: ['parked'] })],
      'not-proven parked',
    ],
    ['the receiver never heard of the line', { ...province(40), received: [] }, [proof('62', 40)], 'nothing of 62.03'],
  ])('is no proof where %s', (_title, receiver, receipts, missing) => {
    const [found] = proveFederation([receiver, regency(receipts)]);
    expect(found?.missing.join()).toContain(missing);
  });

  it('says when the chains differ', () => {
    const [found] = proveFederation([province(40, { chainEqual: false }), regency([proof('62', 40)])]);
    expect(found?.chainEqual).toBe(false);
    expect(proofTable([found!])).toContain('DIFFERENT');
  });
});

describe('missingAtHome', () => {
  it('names what waits in an outbox and what a service at home does not have', () => {
    expect(missingAtHome(regency([]))).toEqual([]);
    expect(missingAtHome(regency([], 3))).toEqual(['62.03 learning-hours → hub: 3 waiting']);
    const behind = {
      ...regency([]),
      own: [{ service: 'identity', audience: 'local', sent: 9, receivers: [proof('62.03', 9, 4)] }],
    };
    expect(missingAtHome(behind)).toEqual(['62.03 identity: underway 4 of 9']);
  });
});
