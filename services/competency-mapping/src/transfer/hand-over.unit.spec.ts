import { describe, expect, it } from '@jest/globals';
import { inParts, receivedEvidence, recordParts } from './hand-over.decision.js';

const piece = {
  evidenceId: 'e',
  competencyCode: 'A',
  level: 3,
  method: 'ASSESSMENT_CENTER',
  assessor: 'x',
  observedOn: '2026-01-01',
  validUntil: null,
  reference: null,
};
const how = { transferId: 't', employeeId: 'p', fromRegion: '62.03', eventId: 'v', at: '2026-06-01T01:02:03.004Z' };

describe('a record that is handed over', () => {
  const sizes = (count: number) =>
    recordParts(
      't',
      'p',
      Array.from({ length: count }, () => piece),
    ).map(({ part, parts, evidence }) => [part, parts, evidence.length]);

  it('travels in parts, one at least, none too large for an event', () => {
    expect(sizes(0)).toEqual([[1, 1, 0]]);
    expect(sizes(100)).toEqual([[1, 1, 100]]);
    expect(sizes(101)).toEqual([
      [1, 2, 100],
      [2, 2, 1],
    ]);
    const longest = { ...piece, assessor: 'a'.repeat(300), reference: 'b'.repeat(300) };
    const [part] = recordParts('t', 'p', new Array<typeof piece>(100).fill(longest as never));
    // Sealing adds a third.
    expect((JSON.stringify(part).length * 4) / 3).toBeLessThan(200 * 1024);
    expect(inParts([])).toEqual([]);
    expect(inParts(Array.from({ length: 101 })).map(({ length }) => length)).toEqual([100, 1]);
  });

  it('is kept under the person here, once, with where it comes from', () => {
    expect(receivedEvidence(piece, how, 'r')).toMatchObject({
      employeeId: 'p',
      assessmentId: 't',
      sourceKey: 'transfer:e',
      method: 'ASSESSMENT_CENTER',
      source: 'TRANSFER',
      formerRegion: '62.03',
      originRecordId: null,
      eventId: 'v',
      handedOverBy: '62.03',
      handedOverAt: '2026-06-01T01:02:03.004Z',
    });
    expect(receivedEvidence({ ...piece, method: 'NEW' }, how, 'r').method).toBe('SIMPLE');
  });

  it('names the region of its beginning, whoever handed it on', () => {
    const further = { ...piece, originRegion: '62.11', recordId: 'z' };
    expect(receivedEvidence(further, how, 'r')).toMatchObject({
      formerRegion: '62.11',
      originRecordId: 'z',
      handedOverBy: '62.03',
    });
    expect(receivedEvidence(piece, { ...how, eventId: null, at: null }, 'r')).toMatchObject({
      eventId: null,
      handedOverAt: null,
    });
  });
});
