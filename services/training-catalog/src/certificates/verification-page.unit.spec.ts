import { describe, expect, it } from '@jest/globals';
import '../outcome.messages.js';
import { certificateDocument } from './certificate-document.js';
import type { Certificate } from './certificate.js';
import { verificationPage } from './verification-page.js';

const certificate: Certificate = {
  certificateId: 'c1',
  number: '00001/SERT/62.03/2026',
  token: 'x'.repeat(22),
  completionId: 'k1',
  enrolmentId: 'e1',
  sessionId: 's1',
  employeeId: 'p1',
  homeRegion: null,
  holderName: 'Dinarti <b>Sangalang</b>',
  programmeId: null,
  title: 'Pelatihan "A" & <script>alert(1)</script>',
  organiser: 'BKPSDM',
  pathCode: 'KL03',
  quantityHundredths: 4050,
  startedOn: '2026-03-02',
  completedOn: '2026-03-06',
  issuedOn: '2026-03-10',
  expiresOn: '2029-03-09',
  state: 'VALID',
  replacesId: null,
  endedOn: null,
  endedReason: null,
  issuedReason: null,
  replacesNumber: null,
  successorNumber: null,
};
const page = (changes: Partial<Certificate> = {}, today = '2026-06-01', language: 'id' | 'en' = 'id') =>
  verificationPage({ ...certificate, ...changes }, { today, language, region: 'Kapuas', path: '/verify/t' });

describe('the page that a QR code leads to', () => {
  it('shows whether it holds, and of the holder no more than letters', () => {
    const text = page();
    expect(text).toContain('Sertifikat ini berlaku.');
    expect(text).toContain('00001/SERT/62.03/2026');
    expect(text).toContain('40,5 JP');
    expect(text).toContain('D*** &lt;***');
    for (const hidden of ['Dinarti', 'Sangalang', certificate.employeeId + '<', certificate.token])
      expect(text).not.toContain(hidden);
  });

  it('counts one day as one', () => {
    const worth = (quantityHundredths: number) => page({ pathCode: 'KL06', quantityHundredths }, '2026-06-01', 'en');
    expect(worth(100)).toContain('<dd>1 day</dd>');
    expect(worth(150)).toContain('<dd>1.5 days</dd>');
    expect(page({ pathCode: 'KL06', quantityHundredths: 100 })).toContain('<dd>1 hari</dd>');
  });

  it('still vouches for a certificate whose holder is kept by name no longer', () => {
    const text = page({ holderName: null });
    expect(text).toContain('Sertifikat ini berlaku.');
    expect(text).toContain('00001/SERT/62.03/2026');
    expect(text).toContain('<dt>Pemegang</dt><dd>Nama tidak lagi disimpan</dd>');
  });

  it('lets nothing of what people typed become markup', () => {
    expect(page()).not.toContain('<script>');
    expect(page()).toContain('&lt;script&gt;');
  });

  it.each([
    [{}, '2029-03-10', 'Masa berlaku sertifikat ini sudah berakhir.'],
    [{ state: 'REVOKED', endedOn: '2026-05-01' }, '2026-06-01', 'dicabut dan tidak berlaku'],
    [{ state: 'REPLACED', endedOn: '2026-05-01' }, '2026-06-01', 'sudah diganti'],
  ] as [Partial<Certificate>, string, string][])('with %j on %s says so', (changes, today, text) => {
    expect(page(changes, today)).toContain(text);
  });

  it('names the one in whose place it was issued, and the one that was issued in its place', () => {
    const successorNumber = '00002/SERT/62.03/2026';
    const revoked = page({ state: 'REVOKED', endedOn: '2026-05-01', successorNumber });
    expect(revoked).toContain('dicabut dan tidak berlaku');
    expect(revoked).toContain(`<dt>Diterbitkan kembali dengan nomor</dt><dd>${successorNumber}</dd>`);
    const anew = page({ number: successorNumber, replacesNumber: certificate.number }, '2026-06-01', 'en');
    expect(anew).toContain('This certificate is valid.');
    expect(anew).toContain(`<dt>In place of number</dt><dd>${certificate.number}</dd>`);
    expect(page()).not.toMatch(/Pengganti nomor|Diterbitkan kembali/);
  });

  it('speaks English, and says nothing of what is not on record', () => {
    expect(page({}, '2026-06-01', 'en')).toContain('<html lang="en">');
    expect(page({}, '2026-06-01', 'en')).toContain('40.5 learning hours (JP)');
    const unknown = verificationPage(undefined, { today: '2026-06-01', language: 'id', region: 'Kapuas', path: '/v' });
    expect(unknown).toContain('Sertifikat ini tidak tercatat.');
    expect(unknown).not.toContain('<dl>');
  });
});

describe('the printed certificate', () => {
  const scheme = {
    validFrom: '2026-01-01',
    pattern: '',
    letterhead: ['PEMERINTAH'],
    place: 'Kuala Kapuas',
    signerName: 'A',
    signerPost: 'B',
  };

  it.each([
    [{ state: 'REVOKED' }, 'DICABUT – tidak berlaku sejak 1 Mei 2026'],
    [{ state: 'REPLACED' }, 'SUDAH DIGANTI – tidak berlaku sejak 1 Mei 2026'],
    [{ state: 'REVOKED', successorNumber: '00002/S' }, 'Diterbitkan kembali dengan nomor 00002/S'],
    [{ state: 'VALID', endedOn: null, replacesNumber: '00009/S' }, '["Pengganti nomor","00009/S"]'],
  ] as [Partial<Certificate>, string][])('with %j says so on every copy', (changes, text) => {
    const model = certificateDocument({ ...certificate, endedOn: '2026-05-01', ...changes }, scheme, 'u', 'id');
    expect(JSON.stringify(model)).toContain(text);
    expect(JSON.stringify(certificateDocument(certificate, scheme, 'u', 'id'))).not.toMatch(
      /DICABUT|DIGANTI|Pengganti/,
    );
  });

  it('carries name, number, worth, last day, signer and the address of its page', () => {
    const model = certificateDocument(certificate, scheme, 'https://contoh.id/verify/t', 'id');
    const text = JSON.stringify(model);
    for (const part of [
      'Dinarti',
      certificate.number,
      '40,5 JP',
      '9 Maret 2029',
      'Kuala Kapuas, 10 Maret 2026',
      'https://contoh.id/verify/t',
    ])
      expect(text).toContain(part);
    expect(JSON.stringify(certificateDocument({ ...certificate, holderName: null }, scheme, 'u', 'en'))).toContain(
      '(name no longer kept)',
    );
    expect(JSON.stringify(certificateDocument({ ...certificate, expiresOn: null }, scheme, 'u', 'id'))).not.toContain(
      'Berlaku sampai',
    );
    expect(JSON.stringify(certificateDocument(certificate, { ...scheme, signerName: '' }, 'u', 'en'))).not.toContain(
      'signature',
    );
  });
});
