import { describe, expect, it } from '@jest/globals';
import { toRelayRow, type OutboxColumns } from './relay-row.js';

const CAUSE = '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d2fe';

function published(audience: string) {
  const row: OutboxColumns = {
    generation: 1,
    xid: '7',
    seq: '1',
    id: '019aa4f2-6c1e-7d3b-8a55-3f0c9be1d200',
    audience,
    type: 'betang.identity.employee-left.v1',
    subject: 's',
    time_ms: 0,
    correlation_id: null,
    causation_id: CAUSE,
    actor: null,
    traceparent: null,
    body: Buffer.from('{}'),
  };
  return toRelayRow(row, '62.03', 'identity', 'e').event;
}

describe('what goes out of a row', () => {
  it('names its cause at home', () => {
    expect(published('local').causationId).toBe(CAUSE);
  });

  it.each(['province', 'federation', 'to.r6271'])('tells nobody at %s what happened at home before it', (audience) => {
    expect(published(audience)).not.toHaveProperty('causationId');
  });
});
