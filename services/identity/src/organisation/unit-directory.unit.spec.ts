import { describe, expect, it } from '@jest/globals';
import { UnitDirectory } from './unit-directory.js';
import { newUnit } from './unit-store.js';

const health = newUnit('AGENCY', 'Dinas Kesehatan', undefined);
const service = newUnit('UNIT', 'Bidang Pelayanan', health);
const first = newUnit('UNIT', 'Subbagian Umum', health);
const second = newUnit('UNIT', 'Subbagian Umum', service);
const units = [health, service, first, second];
const alias = (aliasKey: string, unitId: string) => ({ agencyId: health.agencyId, aliasKey, unitId });

describe('other names of units', () => {
  it('find a unit where no unit bears them, an agency too', () => {
    const directory = new UnitDirectory(units, [
      alias('bidang layanan', service.unitId),
      alias('dinkes', health.unitId),
    ]);
    expect(directory.findUnit(health, 'BIDANG LAYANAN')).toEqual({ kind: 'found', unit: service });
    expect(directory.findAgency('Dinkes')).toBe(health);
  });

  it('tell which of several units of one name is meant, and never hide a unit that bears the name alone', () => {
    expect(new UnitDirectory(units).findUnit(health, 'Subbagian Umum').kind).toBe('ambiguous');
    const directory = new UnitDirectory(units, [
      alias('subbagian umum', second.unitId),
      alias('bidang pelayanan', first.unitId),
    ]);
    expect(directory.findUnit(health, 'Subbagian Umum')).toEqual({ kind: 'found', unit: second });
    expect(directory.findUnit(health, 'Bidang Pelayanan')).toEqual({ kind: 'found', unit: service });
  });

  it('of a unit that is not there any more find nothing', () => {
    const directory = new UnitDirectory(units, [alias('lama', newUnit('UNIT', 'X', health).unitId)]);
    expect(directory.findUnit(health, 'Lama')).toEqual({ kind: 'unknown' });
  });
});
