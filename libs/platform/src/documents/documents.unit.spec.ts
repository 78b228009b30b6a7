import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';

import { describe, expect, it } from '@jest/globals';
import { readPdfText } from '@betang/testing';
import ExcelJS from 'exceljs';

import type { DocumentModel } from './document-model.js';
import { dispositionOf } from './download.js';
import { printableText } from './pdf/printable-text.js';
import { makeQrCode } from './pdf/qr-code.js';
import { renderPdf } from './pdf/render-pdf.js';
import { exportContent, shownText } from './table-export.js';
import type { Sheet } from './tables/sheet.js';
import { TO_BE_CORRECTED, streamCsv } from './tables/write-csv.js';
import { streamXlsx } from './tables/write-xlsx.js';

const ISSUED = new Date('2026-01-02T03:04:05Z');
const NUMBER = '198609262015051001';

function statement(changes: Partial<DocumentModel> = {}): DocumentModel {
  return {
    title: 'Laporan jam pelajaran',
    language: 'id',
    issuedAt: ISSUED,
    letterhead: ['PEMERINTAH KABUPATEN CONTOH', 'BADAN KEPEGAWAIAN', 'Jl. Contoh No. 1'],
    footer: 'Periksa keaslian: https://contoh.example/c/1',
    blocks: [
      { kind: 'title', text: 'LAPORAN', subtitle: 'Tahun 2026', number: 'Nomor 1/BKPSDM/2026' },
      { kind: 'heading', level: 1, text: 'Ringkasan' },
      { kind: 'paragraph', text: 'Café “Betang” – naïve' },
      { kind: 'list', items: ['satu', 'dua'], numbered: true },
      { kind: 'key-values', entries: [['Nama', 'Dinarti Sangalang']] },
      {
        kind: 'table',
        columns: [
          { heading: 'No', weight: 1 },
          { heading: 'Kegiatan', weight: 6 },
          { heading: 'JP', align: 'right' },
        ],
        rows: Array.from({ length: 120 }, (_, row) => [String(row + 1), `Pelatihan ${row + 1}`, '2']),
        totals: ['', 'Jumlah', '240'],
      },
      { kind: 'qr', content: 'https://contoh.example/c/1', caption: 'Pindai untuk memeriksa' },
      {
        kind: 'signature',
        signers: [{ placeAndDate: 'Contoh, 2 Januari 2026', position: 'Kepala', name: 'Ibu Contoh' }],
      },
    ],
    ...changes,
  };
}

describe('a PDF', () => {
  it('holds every block, over pages that are numbered in its language', async () => {
    const text = readPdfText(await renderPdf(statement()));
    expect(text.pages).toBeGreaterThanOrEqual(4);
    for (const part of [
      'BADAN KEPEGAWAIAN',
      'Nomor 1/BKPSDM/2026',
      'Café “Betang” – naïve',
      'Pelatihan 120',
      'Jumlah',
      'Pindai untuk memeriksa',
      'Ibu Contoh',
    ])
      expect(text.lines).toContain(part);
    expect(text.lines).toContain(`Halaman 1 dari ${text.pages}`);
    expect(text.lines).toContain(`Halaman ${text.pages} dari ${text.pages}`);
    expect(text.lines.filter((line) => line === 'Kegiatan').length).toBe(
      text.lines.filter((line) => line === 'JP').length,
    );
    expect(text.lines.filter((line) => line === 'Kegiatan').length).toBeGreaterThanOrEqual(3);
    const english = readPdfText(await renderPdf(statement({ language: 'en' })));
    expect(english.lines).toContain(`Page 1 of ${english.pages}`);
  });

  it('is the same bytes for the same content and date, and others for another date', async () => {
    const first = await renderPdf(statement());
    expect((await renderPdf(statement())).equals(first)).toBe(true);
    expect((await renderPdf(statement({ issuedAt: new Date('2026-01-03T00:00:00Z') }))).equals(first)).toBe(false);
  });

  it('cuts a row that is higher than a page instead of losing its text', async () => {
    const words = Array.from({ length: 3_000 }, (_, index) => `kata${index}`);
    const table = {
      kind: 'table' as const,
      columns: [{ heading: 'Isi' }, { heading: 'Ket' }],
      rows: [[words.join(' '), 'x']],
    };
    const { lines, pages } = readPdfText(await renderPdf(statement({ blocks: [table] })));
    expect(pages).toBeGreaterThan(2);
    const shown = lines.join(' ');
    for (const word of [words[0]!, words[1_499]!, words[2_999]!]) expect(shown).toContain(word);
  });

  it('refuses tables too long to hold', async () => {
    const rows = Array.from({ length: 20_001 }, () => ['x']);
    await expect(
      renderPdf(statement({ blocks: [{ kind: 'table', columns: [{ heading: 'x' }], rows }] })),
    ).rejects.toMatchObject({
      code: 'document-too-long',
    });
  });

  it('shows signs that its fonts lack as near as it can', () => {
    expect(printableText('Ngaju ĉ ṭ 中 \u0007a\tb')).toBe('Ngaju c t ? a b');
  });
});

describe('a QR code', () => {
  it('has the three finder patterns and grows with its content', async () => {
    const small = await makeQrCode('a');
    expect(small.size).toBe(21);
    const top = small.runs.filter(({ row }) => row === 0);
    expect(top[0]).toEqual({ row: 0, from: 0, length: 7 });
    expect(top.at(-1)).toEqual({ row: 0, from: 14, length: 7 });
    expect(small.runs.find(({ row }) => row === 20)).toEqual({ row: 20, from: 0, length: 7 });
    expect((await makeQrCode('x'.repeat(200))).size).toBeGreaterThan(40);
  });
});

const SHEET: Sheet = {
  name: 'Daftar: pegawai/2026',
  title: ['Daftar pegawai'],
  columns: [
    { heading: 'NIP' },
    { heading: 'Nama' },
    { heading: 'JP', kind: 'decimal' },
    { heading: 'Pagu', kind: 'rupiah' },
    { heading: 'Tanggal', kind: 'date' },
  ],
  rows: [
    [NUMBER, '=HYPERLINK("http://x")', 40.5, -1_500_000, new Date('2026-03-31T00:00:00Z')],
    ['-2', '@SUM(A1)\u0000', null, 8_000_000_000_000, null],
  ],
  notes: ['Keadaan 2 Januari 2026'],
};

describe('an .xlsx', () => {
  it('keeps 18 digits and formulas as text, numbers as numbers, and its bytes', async () => {
    const bytes = await buffer(streamXlsx([SHEET], { issuedAt: ISSUED }));
    expect((await buffer(streamXlsx([SHEET], { issuedAt: ISSUED }))).equals(bytes)).toBe(true);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes as unknown as ArrayBuffer);
    const sheet = book.worksheets[0]!;
    expect(sheet.name).toBe('Daftar  pegawai 2026');
    expect(sheet.getRow(3).getCell(1)).toMatchObject({ value: NUMBER, numFmt: '@', type: ExcelJS.ValueType.String });
    expect(sheet.getRow(3).getCell(2)).toMatchObject({ value: '=HYPERLINK("http://x")', numFmt: '@' });
    expect(sheet.getRow(3).getCell(2).formula).toBeUndefined();
    expect(sheet.getRow(3).getCell(3).value).toBe(40.5);
    expect(sheet.getRow(3).getCell(4)).toMatchObject({ value: -1_500_000, numFmt: '"Rp" #,##0' });
    expect(sheet.getRow(3).getCell(5).value).toEqual(new Date('2026-03-31T00:00:00Z'));
    expect(sheet.getRow(4).getCell(2).value).toBe('@SUM(A1)');
    expect(sheet.getRow(5).getCell(1).value).toBe('Keadaan 2 Januari 2026');
  });

  it('ends with the error of whoever makes the rows', async () => {
    async function* rows() {
      yield ['a'];
      throw await Promise.resolve(new Error('rows broke'));
    }
    const stream = streamXlsx([{ name: 'x', columns: [{ heading: 'a' }], rows: rows() }], { issuedAt: ISSUED });
    await expect(buffer(stream)).rejects.toThrow('rows broke');
  });

  it('asks for no more rows once its reader has gone', async () => {
    const all = 100_000;
    let made = 0;
    let end: () => void;
    const ended = new Promise<void>((resolve) => (end = resolve));
    function* rows() {
      try {
        for (; made < all; made += 1) yield [String(made)];
      } finally {
        end();
      }
    }
    const stream = streamXlsx([{ name: 'x', columns: [{ heading: 'a' }], rows: rows() }], { issuedAt: ISSUED });
    stream.once('data', () => stream.destroy());
    await ended;
    expect(made).toBeLessThan(all);
  });
});

describe('a .csv', () => {
  it('quotes, marks what would run as a formula, and leaves numbers alone', async () => {
    const text = (await buffer(streamCsv(SHEET))).toString('utf8');
    expect(text).toBe(
      `\ufeffNIP,Nama,JP,Pagu,Tanggal\r\n${NUMBER},"'=HYPERLINK(""http://x"")",40.5,-1500000,2026-03-31\r\n'-2,'@SUM(A1),,8000000000000,\r\n`,
    );
    const other = { name: 'x', columns: [{ heading: 'a;b' }], rows: [['\t=1'], [' +1'], ['a\nb']] };
    expect((await buffer(streamCsv(other, { separator: ';' }))).toString('utf8')).toBe(
      `\ufeff"a;b"\r\n'\t=1\r\n' +1\r\n"a\nb"\r\n`,
    );
  });

  it('that officers correct keeps long numbers whole, and cells to the right of the headings', async () => {
    const rows = [
      [NUMBER, '15'],
      [null, 'x', 'y'],
    ];
    const sheet = { name: 'x', columns: [{ heading: 'NIP' }, { heading: 'b' }], rows };
    expect((await buffer(streamCsv(sheet, TO_BE_CORRECTED))).toString('utf8')).toBe(
      `\ufeffNIP;b\r\n'${NUMBER};15\r\n;x;y\r\n`,
    );
  });
});

describe('a table', () => {
  it('is exported in each format from one description', async () => {
    const table = { ...SHEET, name: 'pegawai', language: 'id' as const, issuedAt: ISSUED };
    const [pdf, csv] = [await exportContent(table, 'pdf'), await exportContent(table, 'csv')];
    expect(readPdfText(pdf as Buffer).lines).toEqual(
      expect.arrayContaining(['Daftar pegawai', NUMBER, '40,50', '2026-03-31']),
    );
    expect(csv).toBeInstanceOf(Readable);
    expect(shownText(true, {}, 'en')).toBe('yes');
    expect(shownText(12.34, { kind: 'percent' }, 'id')).toBe('12,3');
  });

  it('is offered under a name that headers can carry', () => {
    expect(dispositionOf('laporan-2026.pdf')).toBe('attachment; filename="laporan-2026.pdf"');
    expect(dispositionOf('rekap "a"\r\nX: y é.csv')).toBe(
      `attachment; filename="rekap-a-X-y-.csv"; filename*=UTF-8''rekap%20%22a%22X%3A%20y%20%C3%A9.csv`,
    );
  });
});
