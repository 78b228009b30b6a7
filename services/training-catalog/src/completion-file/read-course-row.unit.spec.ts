import { USUAL_AMOUNT_BOUNDS } from '@betang/asn';
import type { ReadCell } from '@betang/platform';
import { describe, expect, it } from '@jest/globals';
import { findColumns, missingColumns } from './course-columns.js';
import { problemTexts } from './problem-messages.js';
import { quantityOf, readCourseRow } from './read-course-row.decision.js';

const good = {
  id: '6F1A2B3C-0000-4000-8000-000000000001',
  idPns: 'x',
  nipBaru: '19860926 201505 1 001',
  jenisDiklatId: '3',
  namaKursus: 'Pelatihan Penyusunan Rencana Kontingensi',
  institusiPenyelenggara: 'BPSDM Provinsi Kalimantan Tengah',
  jumlahJam: '40,5',
  noSertipikat: '800.2.3/00001/BKPSDM/2026',
  tanggalKursus: '02-03-2026',
  tanggalSelesaiKursus: '06-03-2026',
  lingkup: 'Nasional',
};
const headings = Object.keys(good);
const columns = findColumns(headings)!;
const read = (changes: Partial<typeof good> = {}) =>
  readCourseRow(Object.values({ ...good, ...changes }), columns, '2026-06-30', USUAL_AMOUNT_BOUNDS);
const problems = (changes: Partial<typeof good>) => {
  const row = read(changes);
  return 'problems' in row ? row.problems.map(({ field, code }) => `${field} ${code}`) : [];
};

describe('a row of course records', () => {
  it('is read as a completion', () => {
    expect(read()).toEqual({
      record: {
        employeeNumber: '198609262015051001',
        sourceKey: 'siasn:6f1a2b3c-0000-4000-8000-000000000001',
        details: {
          programmeId: null,
          sessionId: null,
          title: 'Pelatihan Penyusunan Rencana Kontingensi',
          organiser: 'BPSDM Provinsi Kalimantan Tengah',
          pathCode: 'KL03',
          scope: 'NATIONAL',
          quantityHundredths: 4050,
          startedOn: '2026-03-02',
          completedOn: '2026-03-06',
          certificateNumber: '800.2.3/00001/BKPSDM/2026',
        },
      },
    });
  });

  it.each([
    ['3', '40,5', 4050],
    ['3', '160', 16_000],
    ['9', '7,5', 500],
    ['9', '', 500],
    ['14', '2', 100],
    ['10', '', 100],
    ['22', '1,5', 150],
  ])('of type %s with %s hours is %p hundredths of its unit', (jenisDiklatId, jumlahJam, quantity) => {
    const row = read({ jenisDiklatId, jumlahJam });
    expect('record' in row && row.record.details.quantityHundredths).toBe(quantity);
  });

  it('without a last day is one day long, without a scope national, without a certificate none', () => {
    const row = read({ tanggalSelesaiKursus: '', lingkup: '', noSertipikat: '', jenisDiklatId: '9' });
    expect('record' in row && row.record.details).toMatchObject({
      completedOn: '2026-03-02',
      scope: 'NATIONAL',
      certificateNumber: null,
      quantityHundredths: 100,
    });
  });

  it('without an id is known by what it says', () => {
    const keyOf = (changes: Partial<typeof good>) => {
      const row = read({ id: '', ...changes });
      return 'record' in row ? row.record.sourceKey : '';
    };
    expect(keyOf({})).toMatch(/^row:[0-9a-f]{64}$/);
    expect(keyOf({})).toBe(keyOf({ tanggalKursus: '2/3/2026', nipBaru: '198609262015051001' }));
    expect(keyOf({})).not.toBe(keyOf({ namaKursus: 'Lain' }));
  });

  it.each([
    [{ nipBaru: '19860926201505100' }, 'employeeNumber employee-number.length'],
    [{ nipBaru: '1,98609E+17' }, 'employeeNumber employee-number.damaged'],
    [{ nipBaru: '' }, 'employeeNumber employee-number.empty'],
    [{ jumlahJam: 'empat puluh' }, 'hours learning-hours.shape'],
    [{ jumlahJam: '-4' }, 'hours learning-hours.negative'],
    [{ jumlahJam: '' }, 'hours completion.hours-missing'],
    [{ jumlahJam: '0' }, 'hours completion.hours-missing'],
    [{ jumlahJam: '100.001' }, 'hours completion.hours-too-many'],
    [{ jumlahJam: '160,01' }, 'hours completion.hours-too-many'],
    [{ jumlahJam: '3.000,5', tanggalKursus: '01-01-2025' }, 'hours completion.amount-too-large'],
    [{ jenisDiklatId: '9', tanggalKursus: '01-01-2024' }, 'completedOn completion.amount-too-large'],
    [{ jenisDiklatId: '99' }, 'trainingType completion.path-unknown'],
    [{ jenisDiklatId: 'x' }, 'trainingType completion.path-unknown'],
    [{ namaKursus: ' ' }, 'title completion.title-missing'],
    [{ namaKursus: 'x'.repeat(301) }, 'title completion.text-too-long'],
    [{ tanggalKursus: '31-02-2026' }, 'startedOn calendar-date.not-in-calendar'],
    [{ tanggalSelesaiKursus: '01-01-2025' }, 'completedOn completion.ends-before-start'],
    [{ tanggalSelesaiKursus: '01-07-2026' }, 'completedOn completion.in-future'],
    [{ lingkup: 'Galaksi' }, 'scope completion.scope-unknown'],
  ])('with %p is refused: %s', (changes, problem) => {
    expect(problems(changes)).toEqual([problem]);
  });

  it('tells all its problems at once, with a way out in both languages and none of its content', () => {
    expect(problems({ nipBaru: '1', namaKursus: '', jumlahJam: 'x' })).toHaveLength(3);
    for (const language of ['id', 'en'] as const) {
      const { message, remedy } = problemTexts(
        { field: 'employeeNumber', code: 'employee-number.length', params: { length: 17 } },
        language,
      );
      expect(message).toContain('17');
      expect(remedy.length).toBeGreaterThan(10);
    }
  });

  it('is held against the bounds that the region sets, and names them', () => {
    const cells = Object.values({ ...good, tanggalSelesaiKursus: '02-03-2026' });
    const row = readCourseRow(cells, columns, '2026-06-30', { ...USUAL_AMOUNT_BOUNDS, mostHoursADay: 10 });
    expect('problems' in row && problemTexts(row.problems[0]!, 'id')).toEqual({
      message: 'Jumlah jam terlalu besar untuk tanggal mulai dan selesainya: paling banyak 10 JP (10 JP sehari).',
      remedy: 'Perbaiki jumlah jam, atau isi tanggal mulai dan selesai yang sebenarnya.',
    });
  });

  it('is refused where a workbook holds its number as one, for the last digits are lost', () => {
    const cells: ReadCell[] = Object.values(good);
    cells[columns.employeeNumber!] = Number('198609262015051001');
    const row = readCourseRow(cells, columns, '2026-06-30', USUAL_AMOUNT_BOUNDS);
    expect(row).toEqual({
      problems: [expect.objectContaining({ field: 'employeeNumber', code: 'employee-number.damaged' })],
    });
  });

  it('has days of cells that lost their format, or got a time of day', () => {
    const cells: ReadCell[] = Object.values({ ...good, tanggalSelesaiKursus: '2026-03-06 00:00:00' });
    cells[columns.startedOn!] = 46083;
    const row = readCourseRow(cells, columns, '2026-06-30', USUAL_AMOUNT_BOUNDS);
    expect('record' in row && row.record.details).toMatchObject({ startedOn: '2026-03-02', completedOn: '2026-03-06' });
  });

  it('takes back the mark with which refused rows are handed out', () => {
    expect('record' in read({ nipBaru: "'198609262015051001" })).toBe(true);
  });
});

it('days count from the first to the last, both included', () => {
  expect(quantityOf('DAY', 0, '2026-02-27', '2026-03-02')).toBe(400);
  expect(quantityOf('SEMESTER', 2000, '2026-01-01', '2026-06-30')).toBe(100);
});

describe('the headings', () => {
  it('are found in both spellings of SIASN and in those of offices, whatever their case and order', () => {
    expect(
      findColumns(['TGL MULAI', 'Nama Diklat', 'NIP', 'jenis_diklat_id', 'Durasi Jam', 'tglSelesaiKursus']),
    ).toEqual({
      startedOn: 0,
      title: 1,
      employeeNumber: 2,
      trainingType: 3,
      hours: 4,
      completedOn: 5,
    });
  });

  it('that are missing are named', () => {
    expect(missingColumns(['nipBaru', 'namaKursus'])).toEqual(['jenisDiklatId', 'jumlahJam', 'tanggalKursus']);
    expect(findColumns(['nipBaru', 'namaKursus'])).toBeUndefined();
  });
});
