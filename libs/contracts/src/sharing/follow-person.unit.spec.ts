import { describe, expect, it } from '@jest/globals';
import { awayUnder, untold, type PersonMove } from './follow-person.js';

let order = 0;
const move = (kind: 'OUT' | 'IN', region: string, day: string, changes: Partial<PersonMove> = {}): PersonMove => {
  order += 1;
  return { transferId: `t${order}`, employeeId: 'dinarti', kind, region, day, order, ...changes };
};

describe('where a record follows a person', () => {
  it('is nowhere for who never moved, or only came', () => {
    expect(awayUnder([]).size).toBe(0);
    expect(awayUnder([move('IN', '62.71', '2026-06-01')]).size).toBe(0);
  });

  it('is the region that the person went to last', () => {
    const moves = [
      move('OUT', '62.71', '2026-03-01'),
      move('IN', '62.71', '2026-05-01'),
      move('OUT', '62.02', '2026-07-01'),
    ];
    expect(awayUnder(moves).get('dinarti')).toBe(moves[2]);
    expect(awayUnder([...moves].reverse()).get('dinarti')).toBe(moves[2]);
  });

  it('is nowhere any more for who came back, also on the very day', () => {
    const [out, back] = [move('OUT', '62.71', '2026-03-01'), move('IN', '62.71', '2026-03-01')];
    expect(awayUnder([back, out]).size).toBe(0);
    expect(awayUnder([move('OUT', '62.71', '2026-03-01'), move('IN', '62.02', '2026-08-01')]).size).toBe(0);
  });

  it('trusts the day more than the order in which moves became known', () => {
    const back = move('IN', '62.71', '2026-05-01');
    const out = move('OUT', '62.71', '2026-03-01');
    expect(awayUnder([back, out]).size).toBe(0);
  });

  it('is told for each person apart', () => {
    const other = move('OUT', '62.02', '2026-03-01', { employeeId: 'sari' });
    const away = awayUnder([move('OUT', '62.71', '2026-03-01'), other]);
    expect([...away].map(([id, { region }]) => [id, region])).toEqual([
      ['dinarti', '62.71'],
      ['sari', '62.02'],
    ]);
  });
});

describe('what is yet to be told of a record', () => {
  const piece = (stands: boolean) => ({ pieceId: 'a', stands });
  const cases = [
    ['stands and was never told', true, undefined, true],
    ['stands and was told', true, true, false],
    ['was taken back after it was told', false, true, true],
    ['was taken back, and that was told', false, false, false],
    ['was taken back before anyone was told', false, undefined, false],
    ['stands again after it was told as taken back', true, false, true],
  ] as const;
  it.each(cases)('what %s', (_, stands, told, expected) => {
    const known = new Map(told === undefined ? [] : [['a', told]]);
    expect(untold([piece(stands)], known)).toEqual(expected ? [piece(stands)] : []);
  });
});
