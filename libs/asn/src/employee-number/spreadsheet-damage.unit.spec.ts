import { describe, expect, it } from '@jest/globals';
import { EmployeeNumber } from './employee-number.js';
import { columnLostPrecision, findDamage, findIntactDigits } from './spreadsheet-damage.js';

describe('a damaged employee number', () => {
  it.each([
    [1.97407e17, 'NUMERIC_CELL'],
    [197407102005011000, 'NUMERIC_CELL'],
    [Number('198609262015051001'), 'NUMERIC_CELL'],
    ['1.97407E+17', 'SCIENTIFIC_NOTATION'],
    ['1,97407E+17', 'SCIENTIFIC_NOTATION'],
    ['1.97407e17', 'SCIENTIFIC_NOTATION'],
    [' 1.97407 E+17 ', 'SCIENTIFIC_NOTATION'],
    ['2E+17', 'SCIENTIFIC_NOTATION'],
    ['197407102005011000.00', 'NUMBER_FORMAT'],
    ['197407102005011000,0', 'NUMBER_FORMAT'],
    ['197.407.102.005.011.000', 'NUMBER_FORMAT'],
    ['197.407.102.005.011.000,00', 'NUMBER_FORMAT'],
    ['197,407,102,005,011,000', 'NUMBER_FORMAT'],
    ['197407102005011000', 'TRAILING_ZEROS'],
    ["'197407102005011000", 'TRAILING_ZEROS'],
  ])('%j shows %s, and is refused', (value, reason) => {
    expect(findDamage(value)).toBe(reason);
    expect(() => EmployeeNumber.parse(value)).toThrow(
      expect.objectContaining({ code: 'employee-number.damaged', params: { reason } }),
    );
  });

  it.each(['198609262015051001', '19860926 201505 1 001', '198609262015051010', '198609262015051100', '', '123', 42])(
    'is not seen in %j',
    (value) => {
      expect(findDamage(value)).toBeUndefined();
      expect(findIntactDigits(value)).toBeUndefined();
    },
  );

  it('every whole number is damaged once a number cell held it, whatever its last digits look like', () => {
    for (let sequence = 1; sequence <= 999; sequence += 1) {
      const cell = Number(`198609262015051${String(sequence).padStart(3, '0')}`);
      expect(findDamage(cell)).toBe('NUMERIC_CELL');
    }
  });

  it('a short number cell is a wrong length and no damage', () => {
    expect(() => EmployeeNumber.parse(130456789)).toThrow(expect.objectContaining({ code: 'employee-number.length' }));
  });
});

describe('what is left of it', () => {
  it.each([
    [197407102005011000, '197407102005011'],
    ['197407102005011000', '197407102005011'],
    ['197407102005011000.00', '197407102005011'],
    ['197.407.102.005.011.000,00', '197407102005011'],
    ['1.97407102005011E+17', '197407102005011'],
    ['1,97407102005011E+17', '197407102005011'],
  ])('%j still holds its first 15 digits', (value, digits) => {
    expect(findIntactDigits(value)).toBe(digits);
  });

  it.each(['1.97407E+17', '1.97407102005011E+18', '2E+17', 1e15, 1e22])('%j holds too little', (value) => {
    expect(findIntactDigits(value)).toBeUndefined();
  });
});

describe('a column that went through floating point', () => {
  const column = (sequences: number[]) => sequences.map((sequence) => String(198609262015051000n + BigInt(sequence)));
  const throughDouble = (text: string) => BigInt(Number(text)).toString();
  const sequences = [1, 7, 12, 33, 48, 95, 101, 230, 999];

  it('is told by its steps', () => {
    expect(columnLostPrecision(column(sequences).map(throughDouble))).toBe(true);
  });

  it('is not suspected while one number could not have come through', () => {
    expect(columnLostPrecision(column(sequences))).toBe(false);
    expect(columnLostPrecision([...column(sequences).map(throughDouble), '198609262015051001'])).toBe(false);
  });

  it('is not suspected on few rows, and rows of another shape do not count', () => {
    const few = column(sequences).map(throughDouble).slice(0, 7);
    expect(columnLostPrecision(few)).toBe(false);
    expect(columnLostPrecision([...few, 'x', '', '12'])).toBe(false);
    expect(columnLostPrecision([])).toBe(false);
  });
});
