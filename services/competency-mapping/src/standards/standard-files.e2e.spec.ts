import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@betang/contracts';
import { startCompetency, type CompetencyUnderTest } from '../testing/running-competency.js';

/** R10: standards of positions come as the files that offices have, and are carried over from one position to the next. */
let service: CompetencyUnderTest;
let officer: string;
let health: string;

interface Standard {
  readonly standardId: string;
  readonly version: number;
  readonly agencyId: string | null;
  readonly levels: Record<string, number>;
}
const HEADINGS = 'Nama Jabatan;Perangkat Daerah;Jenis Jabatan;MAN-01;MAN-05';
const upload = (rows: readonly string[]) =>
  service.uploadCsv('standard-files', [HEADINGS, ...rows].join('\n'), officer);
const standards = async (q: string) =>
  (await service.call<{ items: Standard[] }>('GET', `standards?q=${encodeURIComponent(q)}&limit=50`, { as: officer }))
    .body.items;
const refusals = async (importId: unknown) =>
  (await service.call<{ items: object[] }>('GET', `imports/${String(importId)}/errors`, { as: officer })).body.items;

beforeAll(async () => {
  service = await startCompetency();
  officer = await service.token('bkpsdm-officer', { subject: 'bkpsdm-1' });
  health = await service.agency('Dinas Kesehatan (contoh)');
  for (const name of ['Kecamatan Rekaan', 'KECAMATAN  Rekaan']) await service.agency(name);
});
afterAll(() => service?.stop());

describe('a file of standards', () => {
  it('names the agency of a position, and says of which agency it does not know', async () => {
    const done = await upload([
      'Kepala Seksi Umum;;;3;2',
      'Kepala Seksi Umum;dinas kesehatan contoh;;4;2',
      'semua;Dinas Kesehatan (contoh);Pengawas;3;3',
      'Kepala Seksi Umum;Dinas Antah Berantah;;2;2',
      'Kepala Seksi Umum;Kecamatan Rekaan;;2;2',
      'Kepala Seksi Umum;DINAS KESEHATAN (CONTOH);;1;1',
    ]);
    expect(done.body).toMatchObject({ state: 'DONE', rowsTaken: 3, rowsRefused: 3 });
    expect(await refusals(done.body['importId'])).toMatchObject([
      { row: 5, column: 'perangkat daerah', message: expect.stringContaining('tidak dikenal') },
      { row: 6, column: 'perangkat daerah', message: expect.stringContaining('lebih dari satu') },
      { row: 7, column: 'jabatan', message: 'Baris ini ada dua kali di berkas.' },
    ]);
    const found = await standards('Kepala Seksi Umum');
    expect(found.map(({ agencyId, levels }) => [agencyId, levels['MAN-01']]).sort()).toEqual(
      [
        [null, 3],
        [health, 4],
      ].sort(),
    );
    const [person] = await service.employ([{ agencyId: health, positionName: 'Kepala Seksi Umum' }]);
    const profile = await service.call<{ standard: object; match: object }>('GET', `people/${person!}/profile`, {
      as: officer,
    });
    expect(profile.body).toMatchObject({ match: { required: 2, deficit: 6 } });
  });

  it('takes a position once though it stands there twice with a thousand rows between', async () => {
    const between = Array.from({ length: 1_100 }, (_, index) => `Analis Rekaan ${index};;;2;2`);
    const rows = ['Arsiparis Rekaan;;;3;3', ...between, 'Arsiparis  rekaan;;;5;5'];
    const done = await upload(rows);
    expect(done.body).toMatchObject({ state: 'DONE', rowsTaken: 1_101, rowsRefused: 1 });
    expect(await refusals(done.body['importId'])).toMatchObject([
      { row: 1_103, message: 'Baris ini ada dua kali di berkas.' },
    ]);
    expect(await standards('Arsiparis Rekaan')).toMatchObject([{ version: 1, levels: { 'MAN-01': 3, 'MAN-05': 3 } }]);
    const again = await upload([...rows, 'Pranata Rekaan;;;1;1']);
    expect(again.body).toMatchObject({ state: 'DONE', rowsTaken: 1, rowsRepeated: 1_101, rowsRefused: 1 });
    expect(await standards('Arsiparis Rekaan')).toMatchObject([{ version: 1 }]);
  });
});

describe('a copy of a standard', () => {
  it('holds for an agency that there is, stands on its own, and is made once', async () => {
    const [source] = await standards('Arsiparis Rekaan');
    const path = `standards/${source!.standardId}/copy`;
    const copy = (agencyId: string | null) =>
      service.call<Standard>('POST', path, {
        as: officer,
        body: { title: 'Arsiparis Rekaan', ...(agencyId === null ? {} : { agencyId }) },
      });
    expect((await copy(newId())).body).toMatchObject({
      errors: [{ field: 'agencyId', code: 'standard.agency-unknown', message: expect.any(String) }],
    });
    expect((await copy(null)).body).toMatchObject({ code: 'standard-taken' });
    const made = await copy(health);
    expect(made).toMatchObject({ status: 201, body: { origin: 'COPY', version: 1, agencyId: health } });
    expect((await copy(health)).body).toMatchObject({ code: 'standard-taken' });
    const next = { version: 1, levels: { 'MAN-01': 4 }, legalBasis: 'Perubahan (contoh)' };
    const versions = `standards/${source!.standardId}/versions`;
    expect((await service.call('POST', versions, { as: officer, body: next })).status).toBe(201);
    const levels = (await standards('Arsiparis Rekaan')).map((one) => [one.agencyId, one.levels['MAN-01']]);
    expect(levels.sort()).toEqual(
      [
        [null, 4],
        [health, 3],
      ].sort(),
    );
  });
});
