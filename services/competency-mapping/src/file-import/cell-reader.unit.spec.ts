import { describe, expect, it } from '@jest/globals';
import { CellReader } from './cell-reader.js';

const NUMBER = '198609262015051001';
const read = (nip: string | number) => {
  const reader = new CellReader({ rowNumber: 2, cells: { nip } });
  return reader.employeeNumber('nip') ?? reader.problems.map(({ code }) => code);
};

describe('the employee number of a row', () => {
  it('is read from text, as it is printed and as refused rows hand it back', () => {
    for (const text of [NUMBER, '19860926 201505 1 001', `'${NUMBER}`]) expect(read(text)).toBe(NUMBER);
    expect(read('')).toEqual(['row.missing']);
  });

  it("is refused where a workbook holds it as a number: the last digits are another person's", () => {
    expect(String(Number(NUMBER))).not.toBe(NUMBER);
    expect(read(Number(NUMBER))).toEqual(['employee-number.damaged']);
  });
});
