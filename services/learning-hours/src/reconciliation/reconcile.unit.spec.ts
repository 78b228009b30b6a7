import { USUAL_AMOUNT_BOUNDS } from '@betang/asn';
import { describe, expect, it } from '@jest/globals';
import type { OwnCourse, SiasnCourse } from '../siasn/siasn-course.js';
import { courseColumns, missingCourseHeadings, readCourseRow } from './course-rows.decision.js';
import { differencesOf, reconcile as reconcileWithin, type TheirRecord } from './reconcile.decision.js';

const theirs = (changes: Partial<SiasnCourse> = {}, linkedTo?: string) => ({
  linkedTo,
  course: {
    siasnId: 's-1',
    typeId: 3,
    title: 'Pelatihan Arsip',
    organiser: 'Balai Rekaan',
    hours: 1000,
    certificateNumber: 'S/123',
    startedOn: '2026-03-01',
    completedOn: '2026-03-02',
    scope: 'NATIONAL' as const,
    ...changes,
  },
});
const ours = (changes: Partial<OwnCourse> = {}): OwnCourse => ({
  completionId: 'c-1',
  title: 'Pelatihan Arsip',
  organiser: 'Balai Rekaan',
  pathCode: 'KL03',
  scope: 'NATIONAL',
  unit: 'PROGRAM_JP',
  quantityHundredths: 1000,
  earned: 1000,
  certificateNumber: 'S/123',
  startedOn: '2026-03-01',
  completedOn: '2026-03-02',
  source: 'TRAINING',
  ...changes,
});
const reconcile = <T extends TheirRecord>(records: readonly T[], own: readonly OwnCourse[]) =>
  reconcileWithin(records, own, USUAL_AMOUNT_BOUNDS);
const actions = (lines: ReturnType<typeof reconcile>) =>
  lines.map(({ theirs: record, ours: own, action }) => [record ? 'theirs' : '-', own?.completionId ?? '-', action]);

describe('a comparison of records', () => {
  it('does nothing for what is the same on both sides', () => {
    expect(actions(reconcile([theirs()], [ours()]))).toEqual([['theirs', 'c-1', 'NOTHING']]);
  });

  it('knows a structural training by its number in the list, whatever the class was called', () => {
    const class_ = {
      pathCode: 'KL01',
      title: 'Pelatihan Kepemimpinan Administrator Angkatan II',
      certificateNumber: null,
    };
    const record = {
      record: 'DIKLAT' as const,
      typeId: 1,
      certificateNumber: null,
      title: 'SEPADYA/SPAMA/DIKLAT PIM TK. III',
    };
    expect(actions(reconcile([theirs({ ...record, structuralId: 3 })], [ours(class_)]))).toEqual([
      ['theirs', 'c-1', 'NOTHING'],
    ]);
    expect(actions(reconcile([theirs({ ...record, structuralId: 2 })], [ours(class_)]))).toEqual([
      ['theirs', '-', 'TAKE_IN'],
      ['-', 'c-1', 'PUSH'],
    ]);
  });

  it('takes in what only they have, sends what only we have', () => {
    const lines = reconcile(
      [theirs()],
      [ours({ title: 'Kursus lain', certificateNumber: null, startedOn: '2026-05-01' })],
    );
    expect(actions(lines)).toEqual([
      ['theirs', '-', 'TAKE_IN'],
      ['-', 'c-1', 'PUSH'],
    ]);
  });

  it('knows a record by its link first, then by its certificate, then by title and first day', () => {
    const other = ours({ completionId: 'c-2', certificateNumber: null, title: 'Lain', startedOn: '2026-01-01' });
    expect(actions(reconcile([theirs({}, 'c-2')], [ours(), other]))[0]).toEqual(['theirs', 'c-2', 'REVIEW']);
    expect(actions(reconcile([theirs({ title: 'Judul lama' })], [other, ours()]))[0]).toEqual([
      'theirs',
      'c-1',
      'REVIEW',
    ]);
    const unnumbered = ours({ certificateNumber: null });
    expect(actions(reconcile([theirs({ certificateNumber: null })], [unnumbered]))[0]).toEqual([
      'theirs',
      'c-1',
      'NOTHING',
    ]);
  });

  it('matches each of ours once', () => {
    expect(actions(reconcile([theirs(), theirs({ siasnId: 's-2' })], [ours()]))).toEqual([
      ['theirs', 'c-1', 'NOTHING'],
      ['theirs', '-', 'TAKE_IN'],
    ]);
  });

  it('names where the two differ; writing does not count', () => {
    expect(differencesOf(theirs({ title: 'PELATIHAN  arsip', certificateNumber: 's 123' }).course, ours())).toEqual([]);
    const course = theirs({ hours: 900, completedOn: '2026-03-03', certificateNumber: null, typeId: 2 }).course;
    expect(differencesOf(course, ours())).toEqual(['hours', 'completedOn', 'certificateNumber', 'pathCode']);
  });

  it('never takes in anew what was taken back here', () => {
    expect(reconcile([theirs({}, 'c-9')], [])).toMatchObject([
      { action: 'CANNOT_TAKE_IN', ours: null, obstacles: ['taken-back'] },
    ]);
  });

  it('says why it cannot take in what lacks something, and still knows it by its certificate', () => {
    const dayless = { ...theirs().course, startedOn: null, completedOn: null, year: 2026 };
    expect(reconcile([{ course: { ...dayless, certificateNumber: null }, linkedTo: undefined }], [])).toMatchObject([
      { action: 'CANNOT_TAKE_IN', obstacles: ['day-missing'] },
    ]);
    const [line] = reconcile([{ course: dayless, linkedTo: undefined }], [ours()]);
    expect(line).toMatchObject({
      action: 'REVIEW',
      differences: ['startedOn', 'completedOn'],
      obstacles: ['day-missing'],
    });
  });

  it('cannot take in what has no known type or no hours', () => {
    expect(reconcile([theirs({ typeId: null })], [])[0]!.action).toBe('CANNOT_TAKE_IN');
    expect(reconcile([theirs({ hours: 0 })], [])[0]!.action).toBe('CANNOT_TAKE_IN');
    expect(reconcile([theirs({ hours: 0, typeId: 9 })], [])[0]!.action).toBe('TAKE_IN');
    expect(reconcile([theirs({ hours: 6_401 })], [])).toMatchObject([
      { action: 'CANNOT_TAKE_IN', obstacles: ['amount-impossible'] },
    ]);
    expect(reconcile([theirs({ hours: 6_400 })], [])[0]!.action).toBe('TAKE_IN');
  });
});

describe('a row of course records', () => {
  const headings = [
    'id',
    'nipBaru',
    'jenisDiklatId',
    'namaKursus',
    'jumlahJam',
    'noSertipikat',
    'tanggalKursus',
    'tanggalSelesaiKursus',
  ];
  const columns = courseColumns(headings)!;
  const read = (...cells: string[]) => readCourseRow({ rowNumber: 2, cells }, columns);

  it('is read under SIASN’s names, with Indonesian dates and decimals', () => {
    expect(read('a1', '198609262015051001', '3', 'Pelatihan Arsip', '40,5', 'S/1', '01-03-2026', '05-03-2026')).toEqual(
      {
        employeeNumber: '198609262015051001',
        course: expect.objectContaining({
          siasnId: 'a1',
          hours: 4050,
          startedOn: '2026-03-01',
          completedOn: '2026-03-05',
          organiser: '-',
        }),
      },
    );
  });

  it('is refused where a workbook holds its employee number as a number, for the last digits are lost', () => {
    const cells = [
      'a1',
      Number('198609262015051001'),
      '3',
      'Pelatihan Arsip',
      '40,5',
      'S/1',
      '01-03-2026',
      '05-03-2026',
    ];
    expect(readCourseRow({ rowNumber: 2, cells }, columns)).toEqual({
      problems: [{ field: 'employeeNumber', code: 'employee-number.damaged' }],
    });
  });

  it('is kept without a day', () => {
    expect(read('a2', '198609262015051001', '3', 'Pelatihan Arsip', '10', '', '', '')).toMatchObject({
      course: { siasnId: 'a2', startedOn: null, completedOn: null, year: null },
    });
  });

  it('names all its problems, and not what the cells say', () => {
    const row = read('a1', '1986', 'x', '', 'dua', '', '31-02-2026', '');
    const fields = 'problems' in row ? row.problems.map(({ field }) => field).sort() : [];
    expect(fields).toEqual(
      ['completedOn', 'employeeNumber', 'hours', 'startedOn', 'title', 'type'].filter((field) =>
        fields.includes(field),
      ),
    );
    expect(fields).toEqual(expect.arrayContaining(['employeeNumber', 'hours', 'startedOn', 'title', 'type']));
    expect(JSON.stringify(row)).not.toContain('1986');
  });

  it('is a structural training where it names one, by number or as the forms of offices do', () => {
    const form = ['NIP', 'Jenis Struktural', 'Nama Diklat', 'Durasi Jam', 'No. Sertifikat', 'Tgl Mulai', 'Tgl Selesai'];
    const known = courseColumns(form)!;
    const row = (structural: string) =>
      readCourseRow(
        {
          rowNumber: 2,
          cells: ['198609262015051001', structural, 'PKA Angkatan II', '900', 'PKA/1', '01-03-2026', '05-03-2026'],
        },
        known,
      );
    for (const cell of ['3', 'SEPADYA/SPAMA/DIKLAT PIM TK. III'])
      expect(row(cell)).toMatchObject({ course: { record: 'DIKLAT', structuralId: 3, typeId: 1, hours: 90_000 } });
    expect(row('-')).toMatchObject({ problems: [{ field: 'type', code: 'course.type-unknown' }] });
  });

  it('needs the headings that a record cannot do without', () => {
    expect(courseColumns(['id', 'namaKursus'])).toBeUndefined();
    const missing = missingCourseHeadings(['id', 'namaKursus', 'JP', 'Tanggal']);
    expect(missing).toEqual(['nipBaru', 'jenisDiklatId']);
    expect(missingCourseHeadings(['NIP', 'Nama Diklat', 'JP', 'Tanggal', 'Jenis Struktural'])).toEqual([]);
  });
});
