import { describe, expect, it } from '@jest/globals';
import { decideUnits, type UnitLine } from './unit-lines.js';
import { newUnit } from '../organisation/unit-store.js';

const health = newUnit('AGENCY', 'Dinas Kesehatan', undefined, { code: 'A1' });
const service = newUnit('UNIT', 'Bidang Pelayanan', health);
const office = newUnit('UNIT', 'Subbagian Umum', service);
const transport = newUnit('AGENCY', 'Dinas Perhubungan', undefined);
const other = newUnit('UNIT', 'Subbagian Umum', transport);
const PRESENT = [health, service, office, transport, other];
const line = (rowNumber: number, name: string, parent?: string, code?: string): UnitLine => ({
  rowNumber,
  name,
  ...(parent === undefined ? {} : { parent }),
  ...(code === undefined ? {} : { code }),
});
const outcomes = (lines: UnitLine[]) =>
  decideUnits(lines, PRESENT).lines.map(({ outcome, problem }) => problem ?? outcome);

describe('a file of units', () => {
  it('makes what is not on record, in the right place, whatever the order of its lines', () => {
    const { lines, created } = decideUnits(
      [line(2, 'Seksi Baru', 'Bidang Baru'), line(3, 'Bidang Baru', 'DINAS KESEHATAN'), line(4, 'Badan Baru')],
      PRESENT,
    );
    expect(lines.map(({ outcome }) => outcome)).toEqual(['NEW', 'NEW', 'NEW']);
    expect(created.map(({ name }) => name)).toEqual(['Bidang Baru', 'Badan Baru', 'Seksi Baru']);
    expect(created.find(({ name }) => name === 'Seksi Baru')!.path[0]).toBe(health.unitId);
    expect(created.find(({ name }) => name === 'Badan Baru')).toMatchObject({ kind: 'AGENCY' });
  });

  it('knows what is on record by code or by its place, and adds a code that was missing', () => {
    expect(outcomes([line(2, 'Dinas Kesehatan Lama', undefined, 'A1'), line(3, 'bidang pelayanan', 'A1')])).toEqual([
      'KNOWN',
      'KNOWN',
    ]);
    expect(decideUnits([line(2, 'Dinas Perhubungan', undefined, 'B7')], PRESENT).codes).toEqual([
      { unitId: transport.unitId, code: 'B7' },
    ]);
  });

  it('tells what of a unit on record it has otherwise, and changes nothing of it', () => {
    const { lines, created } = decideUnits(
      [line(2, 'Dinas Kesehatan Lama', undefined, 'A1'), line(3, 'Dinas Kesehatan', 'Dinas Perhubungan', 'A1')],
      PRESENT,
    );
    expect(lines.map(({ differs }) => differs)).toEqual([['name'], ['parent']]);
    expect(created).toEqual([]);
  });

  it('says which lines it cannot place', () => {
    expect(
      outcomes([
        line(2, 'Seksi A', 'Tidak Ada'),
        line(3, 'Seksi B', 'Subbagian Umum'),
        line(4, 'Putar', 'Balik'),
        line(5, 'Balik', 'Putar'),
        line(6, 'Dinas Perhubungan', undefined, 'A1'),
      ]),
    ).toEqual([
      'unit-file.parent-unknown',
      'unit-file.parent-ambiguous',
      'unit-file.parent-unknown',
      'unit-file.parent-unknown',
      'unit-file.code-taken',
    ]);
  });

  it('that names a unit twice makes it once', () => {
    const { created, lines } = decideUnits([line(2, 'Badan Baru'), line(3, 'BADAN BARU')], PRESENT);
    expect(created).toHaveLength(1);
    expect(lines[1]!.unitId).toBe(created[0]!.unitId);
  });
});
