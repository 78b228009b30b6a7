import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '@betang/testing';
import { startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

let service: CompetencyUnderTest;
let planner: string;
let reader: string;
const PERIOD = { validFrom: '2025-01-01', validTo: '2029-12-31' };

beforeAll(async () => {
  service = await startCompetency();
  planner = await service.token('partner');
  reader = await service.token('civil-servant');
});
afterAll(() => service.stop());

const post = (path: string, body: object, as = planner) =>
  service.call<Record<string, never>>('POST', path, { as, body });

describe('development targets over HTTP', () => {
  let vision: string;

  it('are recorded by Bapperida, told at home and to the federation, and read by everyone', async () => {
    const body = { kind: 'VISION', code: 'V', title: 'Kapuas maju dan berdaya', ...PERIOD };
    const created = await post('targets', body);
    expect(created).toMatchObject({ status: 201, body: { kind: 'VISION', revision: 1, parentId: null } });
    vision = String(created.body['targetId']);
    expect(await post('targets', body)).toMatchObject({ status: 409, body: { code: 'target-code-taken' } });
    expect(await post('targets', { ...body, code: 'M1', kind: 'GOAL', parentId: vision })).toMatchObject({
      status: 422,
      body: { code: 'target-refused', errors: [{ field: 'parentId', code: 'target.parent-wrong' }] },
    });
    expect((await post('targets', body, reader)).status).toBe(403);
    expect((await service.call('GET', `targets/${vision}`, { as: reader })).body).toMatchObject({ code: 'V' });
    await waitUntil('both events stand', async () => {
      const rows = await service.region.sql<{ audience: string }>(
        `SELECT audience FROM competency_mapping.outbox WHERE subject = $1 ORDER BY audience`,
        [vision],
      );
      return rows.map(({ audience }) => audience).join() === 'local';
    });
  });

  it('come from the tables of the plan by file; bad rows come back with reasons', async () => {
    const file = [
      'RPJMD Kabupaten Kapuas 2025-2029;;;;;',
      'Kode;Jenis;Uraian;Kode Induk;Satuan;Target 2026;Target 2027',
      'M1;Misi;Pelayanan publik;V;;;',
      'M1.1;Tujuan;Layanan yang cepat;;;;',
      'M1.1.1;Sasaran;Waktu layanan turun;;;;',
      'M1.1.1.1;Indikator;Indeks Pelayanan Publik;;indeks;4,1;4,25',
      'M9.1;Tujuan;Tanpa induk;;;;',
      'M1.1.1.2;Indikator;Tanpa satuan;;;1;',
    ].join('\n');
    const done = await service.uploadCsv('target-files', file, planner, PERIOD);
    expect(done.body).toMatchObject({ state: 'DONE', rowsRead: 6, rowsTaken: 4, rowsRefused: 2, rowsRepeated: 0 });
    const importId = done.body['importId'] as unknown as string;
    const { body } = await service.call('GET', `imports/${importId}/errors`, {
      as: planner,
      headers: { 'accept-language': 'en' },
    });
    expect(body['items']).toMatchObject([
      {
        row: 7,
        column: 'kode induk',
        code: 'row.parent-unknown',
        message: 'The number above is not in this document.',
      },
      { row: 8, column: 'satuan', code: 'row.unit-missing' },
    ]);
    const again = await service.uploadCsv('target-files', file.replace('4,25', '4,3'), planner, PERIOD);
    expect(again.body).toMatchObject({ rowsTaken: 1, rowsRepeated: 3, rowsRefused: 2 });
    expect((await service.call('GET', `imports/${importId}`, { as: reader })).status).toBe(404);
    const damaged = await service.uploadCsv('target-files', 'a;b\n1;2\n', planner, PERIOD);
    expect(damaged.body).toMatchObject({
      state: 'FAILED',
      failureCode: 'import-headings-unknown',
      failure: expect.stringContaining('kode, '),
    });
  });

  it('are listed in pages, and as a tree', async () => {
    const first = await service.call('GET', 'targets?limit=2', { as: reader });
    expect((first.body['items'] as unknown as unknown[]).length).toBe(2);
    const next = await service.call('GET', `targets?limit=50&cursor=${String(first.body['nextCursor'])}`, {
      as: reader,
    });
    expect((next.body['items'] as unknown as unknown[]).length).toBe(3);
    const tree = await service.call('GET', 'targets/tree?onDay=2026-06-01', { as: reader });
    expect(tree.body['roots']).toMatchObject([
      {
        code: 'V',
        children: [
          {
            code: 'M1',
            children: [
              {
                code: 'M1.1',
                children: [
                  {
                    code: 'M1.1.1',
                    children: [
                      {
                        values: [
                          { year: 2026, target: 4.1 },
                          { year: 2027, target: 4.3 },
                        ],
                      },
                    ],
                  },
                ],
              },
            ],
          },
        ],
      },
    ]);
    expect((await service.call('GET', 'targets/tree?onDay=2031-06-01', { as: reader })).body['roots']).toEqual([]);
  });

  it('change under their version, and are taken down from the leaves', async () => {
    const change = (tag: string) =>
      service.call('PATCH', `targets/${vision}`, {
        as: planner,
        body: { title: 'Kapuas maju' },
        headers: { 'if-match': tag },
      });
    expect((await change('"9"')).status).toBe(412);
    expect(await change('"1"')).toMatchObject({ status: 200, body: { revision: 2, title: 'Kapuas maju' } });
    expect(await post(`targets/${vision}/withdraw`, { reason: 'Diganti' })).toMatchObject({
      status: 409,
      body: { code: 'target-has-children' },
    });
    const leaf = await service.call<{ items: { targetId: string }[] }>('GET', 'targets?kind=INDICATOR', { as: reader });
    const { targetId } = leaf.body.items[0]!;
    expect(await post(`targets/${targetId}/withdraw`, { reason: 'Diganti' })).toMatchObject({
      status: 200,
      body: { withdrawn: true, withdrawnReason: 'Diganti' },
    });
  });
});
