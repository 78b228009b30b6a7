import { USUAL_AMOUNT_BOUNDS } from '@betang/asn';
import { describe, expect, it } from '@jest/globals';
import type { OwnCourse } from './siasn-course.js';
import { courseOf, isStructural, obstaclesOf, saveDiklatBodyOf, structuralCourseOf } from './siasn-fields.decision.js';
import { structuralTrainingOf } from './structural-training.js';

const own: OwnCourse = {
  completionId: 'c-1',
  title: 'Pelatihan Kepemimpinan Pengawas Angkatan III',
  organiser: 'BPSDM Provinsi',
  pathCode: 'KL01',
  scope: 'NATIONAL',
  unit: 'PROGRAM_JP',
  quantityHundredths: 90_350,
  earned: 90_350,
  certificateNumber: 'PKP/12/2026',
  startedOn: '2026-02-02',
  completedOn: '2026-05-29',
  source: 'TRAINING',
};

describe('a structural training', () => {
  it.each([
    ['SEPALA/ADUM/DIKLAT PIM TK.IV', 2],
    ['Pelatihan Kepemimpinan Pengawas Angkatan III', 2],
    ['Diklat PIM Tingkat 3', 3],
    ['PKA Angkatan II', 3],
    ['Pelatihan Kepemimpinan Administrator', 3],
    ['Pelatihan Kepemimpinan Nasional Tingkat II', 4],
    ['SPAMEN/SESPA/SESPANAS/DIKLAT PIM TK. II', 4],
    ['PKN Tk. I', 5],
    ['SEPATI/DIKLAT PIM TK. I', 5],
    ['SEPADA', 1],
    ['SESPATI', 7],
    ['Latsar Golongan III', 8],
  ])('%s is number %i of the list', (title, id) => {
    expect(structuralTrainingOf(title).id).toBe(id);
  });

  it('is read under the names of rw-diklat', () => {
    const record = {
      id: 'd-1',
      latihanStrukturalId: '2',
      latihanStrukturalNama: 'SEPALA/ADUM/DIKLAT PIM TK.IV',
      nomor: 'PKP/12/2026',
      tanggal: '02-02-2026',
      tanggalSelesai: '29-05-2026',
      institusiPenyelenggara: 'BPSDM Provinsi',
      jumlahJam: 903,
    };
    expect(structuralCourseOf(record)).toMatchObject({
      record: 'DIKLAT',
      siasnId: 'd-1',
      typeId: 1,
      structuralId: 2,
      hours: 90_300,
      certificateNumber: 'PKP/12/2026',
      startedOn: '2026-02-02',
      completedOn: '2026-05-29',
    });
    expect(structuralCourseOf({ ...record, latihanStrukturalNama: undefined, latihanStrukturalId: 3 })).toMatchObject({
      title: 'Diklat struktural 3',
      structuralId: 3,
    });
  });

  it('is kept without a day, with the year that it states, and shown with what it lacks', () => {
    const record = { id: 'd-2', latihanStrukturalId: '2', nomor: 'PKP/13', jumlahJam: 903, tahun: '2026' };
    const read = structuralCourseOf(record);
    expect(read).toMatchObject({ siasnId: 'd-2', startedOn: null, completedOn: null, year: 2026 });
    expect(obstaclesOf(read, USUAL_AMOUNT_BOUNDS)).toEqual(['day-missing']);
    const course = courseOf({ id: 'k-1', jenisDiklatId: '77', jumlahJam: '' });
    expect(course).toMatchObject({ siasnId: 'k-1', title: '', year: null });
    expect(obstaclesOf(course, USUAL_AMOUNT_BOUNDS)).toEqual(['title-missing', 'day-missing', 'type-unknown']);
    expect(courseOf({ ...record, namaKursus: 'Bimtek', tanggalSelesaiKursus: '02-02-2026' })).toMatchObject({
      startedOn: '2026-02-02',
      completedOn: '2026-02-02',
    });
  });

  it('is saved under the names of diklat/save, a kept record under its own id', () => {
    expect(isStructural(own)).toBe(true);
    expect(isStructural({ ...own, pathCode: 'KL04' })).toBe(false);
    expect(saveDiklatBodyOf(own, 'p-1', null)).toEqual({
      id: null,
      bobot: 0,
      institusiPenyelenggara: 'BPSDM Provinsi',
      jenisKompetensi: null,
      jumlahJam: 903,
      latihanStrukturalId: '2',
      nomor: 'PKP/12/2026',
      path: [],
      pnsOrangId: 'p-1',
      tahun: 2026,
      tanggal: '02-02-2026',
      tanggalSelesai: '29-05-2026',
    });
    expect(saveDiklatBodyOf(own, 'p-1', 'd-1')).toMatchObject({ id: 'd-1' });
  });
});
