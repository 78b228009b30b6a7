import { describe, expect, it } from '@jest/globals';

import { connectionLost, gaveWay, isTransient, markConnectionLost, sqlState } from './sql-state.js';

const withCode = (code: string, cause?: Error) => Object.assign(new Error('x', { cause }), { code });

describe('isTransient', () => {
  it.each(['08006', '40001', '40P01', '53100', '53300', '57014', '57P01', '57P03', '55P03', '25P03', '25P04', '25006'])(
    'SQLSTATE %s may pass by itself',
    (state) => expect(isTransient(withCode(state))).toBe(true),
  );

  it.each(['22001', '23505', '23503', '25P02', '42P01', '42501', '54001', 'P0001', 'XX000'])(
    'SQLSTATE %s will not',
    (state) => expect(isTransient(withCode(state))).toBe(false),
  );

  it('tells the bound of a partition, which has no name, from a check that has one', () => {
    const bound = withCode('23514');
    const check = Object.assign(withCode('23514'), { constraint: 'quantity_positive' });
    expect([bound, check].map((error) => [isTransient(error), gaveWay(error)])).toEqual([
      [true, true],
      [false, false],
    ]);
    expect(gaveWay(withCode('write-failed', bound))).toBe(true);
  });

  it('knows broken connections of the system and of the driver', () => {
    expect(isTransient(withCode('ECONNRESET'))).toBe(true);
    expect(isTransient(connectionLost())).toBe(true);
    expect(isTransient(markConnectionLost(new Error('Connection terminated unexpectedly')))).toBe(true);
  });

  it.each(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'])(
    'takes a disk that says %s for one that will take files again',
    (code) => {
      expect(isTransient(withCode(code))).toBe(true);
      expect(sqlState(withCode(code))).toBeUndefined();
    },
  );

  it('looks through causes, and not into anything else', () => {
    expect(sqlState(withCode('start-failed', withCode('57P03')))).toBe('57P03');
    expect(isTransient(new Error('57P01'))).toBe(false);
    expect(isTransient({ code: '57P01' })).toBe(false);
    expect(isTransient(undefined)).toBe(false);
  });

  it('leaves an existing code alone', () => {
    expect(sqlState(markConnectionLost(withCode('28P01')))).toBe('28P01');
  });
});
