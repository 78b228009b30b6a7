import { describe, expect, it } from '@jest/globals';
import { functionalLevels, functionalLevelNames, parseFunctionalLevel } from './functional-level.js';
import { positionTypeCodes } from './position-names.js';
import { PositionType } from './position-type.js';

const everyType = [
  ...positionTypeCodes.flatMap((code) => (code === 'FUNCTIONAL' ? [] : [PositionType.of(code)])),
  PositionType.functional(),
  ...functionalLevels.map((level) => PositionType.functional(level)),
];

describe('PositionType', () => {
  it('reads back its value and its name, for all 15 types', () => {
    expect(everyType).toHaveLength(15);
    for (const type of everyType) {
      expect(PositionType.fromValue(type.value).equals(type)).toBe(true);
      expect(PositionType.parse(type.name).equals(type)).toBe(true);
      expect(PositionType.parse(`Jabatan ${type.name}`).equals(type)).toBe(true);
    }
  });

  it('groups them as the law does', () => {
    const managerial = everyType.filter(({ group }) => group === 'managerial').map(({ value }) => value);
    expect(managerial).toEqual(['JPT_UTAMA', 'JPT_MADYA', 'JPT_PRATAMA', 'ADMINISTRATOR', 'PENGAWAS']);
  });

  it.each([
    ['Pimpinan Tinggi Pratama', 'JPT_PRATAMA'],
    ['Eselon II.a', 'JPT_PRATAMA'],
    ['II.b', 'JPT_PRATAMA'],
    ['Eselon III.b', 'ADMINISTRATOR'],
    ['IV/a', 'PENGAWAS'],
    ['eselon iva', 'PENGAWAS'],
    ['JFT', 'FUNCTIONAL'],
    ['Jabatan Fungsional Tertentu', 'FUNCTIONAL'],
    ['JFU', 'EXECUTOR'],
    ['Jabatan Fungsional Umum', 'EXECUTOR'],
    ['Staf', 'EXECUTOR'],
    ['Ahli Muda', 'FUNCTIONAL:AHLI_MUDA'],
    ['JF Keahlian Ahli Madya', 'FUNCTIONAL:AHLI_MADYA'],
    ['Fungsional Keterampilan - Terampil', 'FUNCTIONAL:TERAMPIL'],
  ])('reads %j as %s', (text, value) => {
    expect(PositionType.parse(text).value).toBe(value);
  });

  it.each(['Struktural', 'Jabatan Struktural', 'Eselon I.a', 'JPT', 'Nonmanajerial'])(
    'refuses %j as fitting several types',
    (text) => {
      expect(() => PositionType.parse(text)).toThrow(expect.objectContaining({ code: 'position-type.ambiguous' }));
    },
  );

  it.each(['', 'Kepala', 'Eselon V', 'III.c', 'constructor'])('refuses %j', (text) => {
    expect(() => PositionType.parse(text)).toThrow(expect.objectContaining({ code: 'position-type.unknown' }));
  });

  it.each([
    ['', 'position-type.unknown'],
    ['toString', 'position-type.unknown'],
    ['EXECUTOR:AHLI_MUDA', 'position-type.unknown'],
    ['FUNCTIONAL:AHLI_MUDA:X', 'position-type.unknown'],
    ['FUNCTIONAL:', 'functional-level.unknown'],
    ['FUNCTIONAL:AHLI', 'functional-level.unknown'],
  ])('refuses the stored value %j with %s', (value, code) => {
    expect(() => PositionType.fromValue(value)).toThrow(expect.objectContaining({ code }));
  });

  it('is immutable and its value in JSON', () => {
    const type = PositionType.functional('AHLI_MUDA');
    expect(Object.isFrozen(type)).toBe(true);
    expect(JSON.stringify([type])).toBe('["FUNCTIONAL:AHLI_MUDA"]');
    expect(type.equals(PositionType.functional())).toBe(false);
  });
});

describe('functional level', () => {
  it('reads its names', () => {
    for (const level of functionalLevels) expect(parseFunctionalLevel(functionalLevelNames[level])).toBe(level);
  });

  it('refuses others', () => {
    expect(() => parseFunctionalLevel('Ahli')).toThrow(expect.objectContaining({ code: 'functional-level.unknown' }));
  });
});
