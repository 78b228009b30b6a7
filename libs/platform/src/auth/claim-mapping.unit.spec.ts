import { describe, expect, it } from '@jest/globals';
import { claimReader } from './claim-mapping.js';

const CLAIMS = ['role=realm.groups', 'region=https://kota.example/region', 'unit=unit', 'employee=nip_id'];
const read = claimReader({ region: '62.03', claims: CLAIMS, roles: ['staf-bkd=bkpsdm-officer', 'it=operator'] });
const full = {
  sub: 'u-1',
  realm: { groups: ['staf-bkd', 'it', 'bkpsdm-officer', 'tamu'] },
  'https://kota.example/region': '62.03',
  unit: 'dinkes/bidang-1',
  nip_id: 'e-1',
};

describe('claims of another provider', () => {
  it('give the roles that the mapping names, where its claims say', () => {
    expect(read(full)).toMatchObject({
      subject: 'u-1',
      kind: 'person',
      employeeId: 'e-1',
      roles: [
        { role: 'bkpsdm-officer', region: '62.03', unit: 'dinkes/bidang-1' },
        { role: 'operator', region: '62.03', unit: 'dinkes/bidang-1' },
      ],
    });
    expect(read({ ...full, unit: '*' })?.roles[0]).toEqual({ role: 'bkpsdm-officer', region: '62.03' });
  });

  it.each([
    ['without the region', { 'https://kota.example/region': undefined }],
    ['without the unit', { unit: undefined }],
    ['with an empty unit', { unit: '' }],
    ['with a unit that is no text', { unit: ['dinkes'] }],
    ['without groups', { realm: {} }],
    ['with groups of another form', { realm: { groups: { it: true } } }],
    ['with our form and no mapped claim', { realm: undefined, roles: [{ role: 'operator', region: '62.03' }] }],
  ])('%s give no role', (_name, change) => {
    expect(read({ ...full, ...change })?.roles).toEqual([]);
  });

  it('without a mapping are read as ours', () => {
    const plain = claimReader({ region: '62.03', claims: [], roles: [] });
    expect(plain({ sub: 'u-1', kind: 'person', roles: [{ role: 'auditor', region: '62.03' }] })?.roles).toHaveLength(1);
    expect(plain({ sub: 'u-1', groups: ['auditor'] })).toBeUndefined();
  });

  it('hold in the region that runs the services where no claim is named for it', () => {
    const one = claimReader({ region: '62.03', claims: ['role=groups'], roles: [] });
    expect(one({ sub: 'u-1', groups: 'auditor trainer lain' })?.roles).toEqual([
      { role: 'auditor', region: '62.03' },
      { role: 'trainer', region: '62.03' },
    ]);
  });

  it('of a program give the scopes of its token, and no role', () => {
    const client = read({ ...full, sub: 'gudang', client_id: 'gudang', scope: 'units:read unheard:of' });
    expect(client).toMatchObject({ kind: 'service', roles: [] });
    expect([...client!.scopes]).toEqual(['units:read']);
    for (const region of ['62.71', undefined]) {
      const elsewhere = read({
        ...{ ...full, sub: 'gudang', client_id: 'gudang', scope: 'units:read' },
        'https://kota.example/region': region,
      });
      expect([...elsewhere!.scopes]).toEqual([]);
    }
  });
});
