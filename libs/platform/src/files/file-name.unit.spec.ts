import { describe, expect, it } from '@jest/globals';

import { dispositionOf } from '../documents/download.js';
import { fileNameOf, sentFileName } from './file-name.js';
import { FILE_TYPES } from '../media-types.js';

describe('the name of a file that somebody sent in', () => {
  it.each([
    ['Modul Dasar.docx', FILE_TYPES.docx, 'Modul Dasar.docx'],
    ['foto.JPG', FILE_TYPES.jpeg, 'foto.jpg'],
    ['foto.jpeg', FILE_TYPES.jpeg, 'foto.jpeg'],
    ['tugas.html', FILE_TYPES.pdf, 'tugas.html.pdf'],
    ['tugas\u202efdp.exe', FILE_TYPES.pdf, 'tugasfdp.exe.pdf'],
    ['../../.bashrc', FILE_TYPES.pdf, 'bashrc.pdf'],
    ['C:\\Users\\ani\\rekap.xlsx', FILE_TYPES.xlsx, 'rekap.xlsx'],
    ['a\ud800b\r\n.pdf', FILE_TYPES.pdf, 'ab.pdf'],
    ['', FILE_TYPES.mp4, 'berkas.mp4'],
    ['x.exe', 'application/x-msdownload', 'x.exe.bin'],
  ])('%p of %s: %s', (given, mediaType, name) => {
    expect(fileNameOf(given, mediaType, 'berkas')).toBe(name);
  });

  it('is short, and no sign of it is cut in half', () => {
    const name = fileNameOf(`${'𝓪'.repeat(400)}.pdf`, FILE_TYPES.pdf, 'berkas');
    expect([...name]).toHaveLength(154);
    expect(() => encodeURIComponent(name)).not.toThrow();
  });
});

describe('the name that is kept of a file', () => {
  it('is what the sender called it, without what hides, and never empty', () => {
    expect(sentFileName('C:\\Daftar\\Rekap \u202e2026\u0000.xlsx', 'daftar')).toBe('Rekap 2026.xlsx');
    expect(sentFileName('../', 'daftar')).toBe('daftar');
    expect(() => encodeURIComponent(sentFileName('𝓪'.repeat(300), 'daftar'))).not.toThrow();
  });
});

describe('the header of a download', () => {
  it('carries names with halves of signs and signs that turn text round, without them', () => {
    expect(dispositionOf('rekap\udc00\u202e.pdf')).toBe('attachment; filename="rekap.pdf"');
  });
});
