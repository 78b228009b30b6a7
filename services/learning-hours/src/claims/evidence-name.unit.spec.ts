import { describe, expect, it } from '@jest/globals';
import { evidenceName } from './evidence-name.js';

describe('the name of a piece of evidence', () => {
  it.each([
    ['Sertifikat Bimtek 2026.pdf', 'application/pdf', 'Sertifikat Bimtek 2026.pdf'],
    ['SERTIFIKAT.PDF', 'application/pdf', 'SERTIFIKAT.pdf'],
    ['foto.JPEG', 'image/jpeg', 'foto.jpeg'],
    ['../../etc/passwd', 'application/pdf', 'passwd.pdf'],
    ['C:\\Users\\ani\\scan.png', 'image/png', 'scan.png'],
    ['/etc/../.htaccess', 'image/png', 'htaccess.png'],
    ['tagihan.pdf.exe', 'application/pdf', 'tagihan.pdf.exe.pdf'],
    ['serti\u202efdp.exe', 'application/pdf', 'sertifdp.exe.pdf'],
    ['a\u0000b\r\nc.pdf', 'application/pdf', 'abc.pdf'],
    ['..', 'image/webp', 'bukti.webp'],
    ['', 'application/pdf', 'bukti.pdf'],
  ])('%p of %s: %s', (given, mediaType, name) => {
    expect(evidenceName(given, mediaType)).toBe(name);
  });

  it('is short', () => {
    expect(evidenceName(`${'x'.repeat(500)}.pdf`, 'application/pdf')).toHaveLength(154);
  });
});
