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
  explainEntry(line, rules.find(line.pathCode, line.completedOn), language);

describe('an entry explains itself', () => {
  it.each([
    [
      { pathCode: 'KL03', quantityHundredths: 4050 },
      'Program menyatakan 40,5 JP. Aturan KL03/2018-01-01/1 (PerLAN 10/2018).',
    ],
    [
      { pathCode: 'KL03', quantityHundredths: 1000, scope: 'INTERNATIONAL' },
      'Program internasional menyatakan 10 JP, ditambah 20 persen: 12 JP. Aturan KL03/2018-01-01/1 (PerLAN 10/2018).',
    ],
    [
      { pathCode: 'NKL01', quantityHundredths: 300 },
      '3 sesi tingkat nasional, masing-masing 2 JP: 6 JP. Dibatasi 2 kegiatan per bulan bersama catatan lain: dihitung 4 JP. Aturan NKL01/2018-01-01/1 (PerLAN 10/2018).',
    ],
    [
      { pathCode: 'NKL09', quantityHundredths: 250 },
      'Program menyatakan 2,5 JP. Dibatasi 2 JP per hari bersama catatan lain: dihitung 2 JP. Aturan NKL09/2018-01-01/1 (PerLAN 10/2018).',
    ],
    [
      { pathCode: 'XX' },
      'Belum ada aturan konversi untuk jalur ini pada tanggal tersebut; tidak ada JP yang dihitung.',
    ],
  ] as const)('%p', (changes, text) => {
    expect(explain(entry(changes), 'id')).toBe(text);
  });

  it('in English too', () => {
    expect(explain(entry({ pathCode: 'KL06', quantityHundredths: 150, scope: 'INTERNATIONAL' }), 'en')).toBe(
      '1.5 days, international, 6 JP each: 9 JP. Rule KL06/2018-01-01/1 (PerLAN 10/2018).',
    );
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
