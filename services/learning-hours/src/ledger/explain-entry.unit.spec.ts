import { describe, expect, it } from '@jest/globals';
import { RuleBook } from '../conversion/rule-book.js';
import { referenceRules } from '../conversion/testing/reference-rules.js';
import { explainEntry } from './explain-entry.js';
import type { LedgerEntry } from './ledger-entry.js';
import { recordCompletions } from './record-completions.decision.js';
import { factOf } from './testing/completions.js';

const rules = new RuleBook(referenceRules());
const entry = (changes: Parameters<typeof factOf>[0]): LedgerEntry =>
  recordCompletions(
    [factOf(changes)],
    { booked: new Set(), revoked: new Map(), taken: new Map(), people: new Map() },
    rules,
  )[0]!;
const explain = (line: LedgerEntry, language: 'id' | 'en') =>
  explainEntry(line, rules.find(line.pathCode, line.completedOn), { language, timeZone: 'WIB' });

describe('an entry explains itself', () => {
  it.each([
    [
      { pathCode: 'KL03', quantityHundredths: 4050 },
      'Program menyatakan 40,5 JP. Dari katalog pelatihan; kelulusan dinyatakan oleh BKPSDM Kabupaten Kapuas. Aturan KL03/2018-01-01/1 (PerLAN 10/2018).',
    ],
    [
      { pathCode: 'KL03', quantityHundredths: 1000, scope: 'INTERNATIONAL' },
      'Program internasional menyatakan 10 JP, ditambah 20 persen: 12 JP. Dari katalog pelatihan; kelulusan dinyatakan oleh BKPSDM Kabupaten Kapuas. Aturan KL03/2018-01-01/1 (PerLAN 10/2018).',
    ],
    [
      { pathCode: 'NKL01', quantityHundredths: 300 },
      '3 sesi tingkat nasional, masing-masing 2 JP: 6 JP. Dibatasi 2 kegiatan per bulan bersama catatan lain: dihitung 4 JP. Dari katalog pelatihan; kelulusan dinyatakan oleh BKPSDM Kabupaten Kapuas. Aturan NKL01/2018-01-01/1 (PerLAN 10/2018).',
    ],
    [
      { pathCode: 'NKL09', quantityHundredths: 250 },
      'Program menyatakan 2,5 JP. Dibatasi 2 JP per hari bersama catatan lain: dihitung 2 JP. Dari katalog pelatihan; kelulusan dinyatakan oleh BKPSDM Kabupaten Kapuas. Aturan NKL09/2018-01-01/1 (PerLAN 10/2018).',
    ],
    [
      { pathCode: 'XX' },
      'Belum ada aturan konversi untuk jalur ini pada tanggal tersebut; tidak ada JP yang dihitung. Dari katalog pelatihan; kelulusan dinyatakan oleh BKPSDM Kabupaten Kapuas.',
    ],
  ] as const)('%p', (changes, text) => {
    expect(explain(entry(changes), 'id')).toBe(text);
  });

  it('in English too', () => {
    expect(explain(entry({ pathCode: 'KL06', quantityHundredths: 150, scope: 'INTERNATIONAL' }), 'en')).toBe(
      '1.5 days, international, 6 JP each: 9 JP. From the training catalogue; completion stated by BKPSDM Kabupaten Kapuas. Rule KL06/2018-01-01/1 (PerLAN 10/2018).',
    );
  });

  it.each([
    ['KL06', 100, '1 day, national', '1 hari tingkat nasional'],
    ['KL06', 200, '2 days, national', '2 hari tingkat nasional'],
    ['NKL11', 100, '1 session, national', '1 sesi tingkat nasional'],
    ['NKL12', 100, '1 activity, national', '1 kegiatan tingkat nasional'],
    ['PEND', 100, '1 semester, national', '1 semester tingkat nasional'],
  ])('and %s in the form that its number asks for', (pathCode, quantityHundredths, english, indonesian) => {
    const line = entry({ pathCode, quantityHundredths });
    expect(explain(line, 'en')).toMatch(new RegExp(`^${english}, `));
    expect(explain(line, 'id')).toMatch(new RegExp(`^${indonesian}, `));
  });

  it('with the cap of one activity in no plural either', () => {
    const line = entry({ pathCode: 'NKL01', quantityHundredths: 300 });
    const capped = { ...line, cap: { ...line.cap!, activities: 100 }, counted: 200 };
    expect(explain(capped, 'en')).toContain('Capped at 1 activity a month together with other entries: 2 JP counted.');
    expect(explain(line, 'en')).toContain('Capped at 2 activities a month together with other entries: 4 JP counted.');
  });

  it('by whom and why it takes back or counts anew, and by which certificate it is proven since', () => {
    const line = { ...entry({}), certificateNumber: 'S/2' };
    const cause = { actor: 'account-1', actorName: 'Aluh Rekaan', reason: 'ANOTHER_PERSON', note: 'Salah unggah' };
    const by = (changes: Partial<LedgerEntry>, background: Parameters<typeof explainEntry>[3]) =>
      explainEntry(
        { ...line, ...changes },
        rules.find('NKL09', line.completedOn),
        { language: 'id', timeZone: 'WIB' },
        background,
      );
    expect(by({ ordinal: 2, reason: 'REVOKED' }, { cause })).toMatch(
      /dicabut\. Oleh Aluh Rekaan\. Alasan: milik orang lain; Salah unggah\.$/,
    );
    const words = { ...cause, actorName: null, reason: 'Sertifikat palsu', note: null };
    expect(by({ ordinal: 3, reason: 'RECOUNTED' }, { cause: words })).toMatch(
      /^Dihitung ulang .* Alasan: Sertifikat palsu\. Program/,
    );
    const correction = {
      ...{ number: 'S/2', replacedNumber: 'S/1', formerCompletionId: null, issuedByRegion: null },
      ...{ reason: 'Nama salah tulis', issuedOn: '2026-05-04', eventId: 'e', recordedAt: new Date(0) },
    };
    expect(by({}, { corrections: [{ ...correction, cause: 'REPLACED' }] })).toContain(
      'Nomor sertifikat S/2. Sejak 2026-05-04 sertifikat S/2 menggantikan S/1: Nama salah tulis.',
    );
    expect(by({}, { corrections: [{ ...correction, cause: 'RESTORED' }] })).toContain('S/1 yang dicabut karena keliru');
  });

  it('with the day in the region on which it was verified', () => {
    const origin = {
      ...{ kind: 'CLAIM', reference: 'S/1', formerRegion: null, originCompletionId: null, originEventId: null },
      ...{ evidence: [], verifiedBy: 'account-1', verifiedByName: null },
    };
    const line = { ...entry({}), source: 'CLAIM' as const };
    const dayOf = (verifiedAt: string, timeZone: 'WIB' | 'WITA') =>
      /\d{4}-\d\d-\d\d/.exec(
        explainEntry(
          line,
          undefined,
          { language: 'id', timeZone },
          { origin: { ...origin, verifiedAt: new Date(verifiedAt) } },
        ),
      )?.[0];
    expect(dayOf('2026-12-31T18:00:00Z', 'WIB')).toBe('2027-01-01');
    expect(dayOf('2026-12-31T16:30:00Z', 'WIB')).toBe('2026-12-31');
    expect(dayOf('2026-12-31T16:30:00Z', 'WITA')).toBe('2027-01-01');
  });

  it('as what it takes back or counts anew', () => {
    const line = entry({});
    expect(explain({ ...line, ordinal: 2, reason: 'REVOKED' }, 'en')).toContain('because the completion was revoked');
    expect(explain({ ...line, ordinal: 2, reason: 'RECOUNTED' }, 'en')).toContain('to count it anew');
    expect(explain({ ...line, ordinal: 3, reason: 'RECOUNTED' }, 'id')).toMatch(
      /^Dihitung ulang .* Program menyatakan 1 JP\./,
    );
  });
});
