import { describe, expect, it } from '@jest/globals';
import { certificateFingerprint } from './certificate-fingerprint.decision.js';
import { overlapOf, sameCertificate, type Candidate } from './find-doubles.decision.js';
import { comparedUses, concerned, outcomeOf, type OwnUse } from './settle-hit.decision.js';

const one = (changes: Partial<Candidate> = {}): Candidate => ({
  completionId: 'c-1',
  employeeId: 'e-1',
  pathCode: 'KL03',
  title: 'Pelatihan Arsip',
  startedOn: '2026-03-01',
  completedOn: '2026-03-03',
  ...changes,
});

describe('a certificate’s fingerprint', () => {
  it('is the same however issuer and number are written, and another for another of either', () => {
    const fingerprint = certificateFingerprint('BKPSDM Kab. Kapuas', '800/12.A/2026');
    expect(fingerprint).toMatch(/^c1:[A-Za-z0-9_-]{43}$/);
    expect(certificateFingerprint('bkpsdm kab kapuas', ' 800 / 12.a / 2026')).toBe(fingerprint);
    expect(certificateFingerprint('BKPSDM Kota', '800/12.A/2026')).not.toBe(fingerprint);
    expect(certificateFingerprint('BKPSDM Kab. Kapuas', '800/13.A/2026')).not.toBe(fingerprint);
  });

  it.each([null, '', '-', 'ada', 'tidak ada', '12'])('is not made of %p', (number) => {
    expect(certificateFingerprint('BKPSDM', number)).toBeUndefined();
  });
});

describe('two completions of one person', () => {
  it.each([
    [{ completionId: 'c-2' }, 'SAME_TRAINING'],
    [{ completionId: 'c-2', title: 'pelatihan  ARSIP' }, 'SAME_TRAINING'],
    [
      {
        completionId: 'c-2',
        title: 'Kursus lain',
        pathCode: 'KL08',
        startedOn: '2026-03-03',
        completedOn: '2026-03-05',
      },
      'OVERLAPPING_DAYS',
    ],
    [{ completionId: 'c-2', title: 'Kursus lain', startedOn: '2026-03-04', completedOn: '2026-03-05' }, undefined],
    [{ completionId: 'c-2', title: 'E-learning', pathCode: 'NKL03' }, undefined],
    [{ completionId: 'c-2', employeeId: 'e-2' }, undefined],
    [{}, undefined],
  ])('%j: %p', (changes, kind) => {
    expect(overlapOf(one(), one(changes))).toBe(kind);
  });

  it('share a certificate; a number that a whole course shares says nothing', () => {
    const others = (count: number) =>
      Array.from({ length: count }, (_, index) => one({ completionId: `o-${index}`, employeeId: `p-${index}` }));
    expect(sameCertificate(one(), [one(), one({ completionId: 'c-2' })])).toHaveLength(1);
    expect(sameCertificate(one(), others(2))).toHaveLength(2);
    expect(sameCertificate(one(), others(3))).toEqual([]);
    expect(sameCertificate(one(), [...others(5), one({ completionId: 'c-2' })])).toHaveLength(1);
  });
});

describe('a hit between two regions', () => {
  const use = (employeeNumber: string | null, completionId = 'c-1'): OwnUse => ({
    completionId,
    employeeId: `e-${completionId}`,
    employeeNumber,
    title: 'Pelatihan Arsip',
    completedOn: '2026-03-03',
  });
  const told = (...numbers: string[]) =>
    comparedUses(
      numbers.map((number) => use(number)),
      'nonce',
    );

  it('is of one person, of different ones, or of nobody any more', () => {
    expect(outcomeOf(told('1'), told('2', '1'))).toBe('SAME_PERSON');
    expect(outcomeOf(told('1'), told('2'))).toBe('DIFFERENT_PERSONS');
    expect(outcomeOf([], told('2'))).toBe('NOT_IN_USE');
  });

  it('is told without a number, and concerns the person in both regions alone', () => {
    expect(JSON.stringify(told('198609262015051001'))).not.toContain('1986');
    const own = [use('1', 'a'), use('2', 'b'), use(null, 'c')];
    expect(concerned(own, told('2'), 'nonce', 'SAME_PERSON').map(({ completionId }) => completionId)).toEqual(['b']);
    expect(concerned(own, told('9'), 'nonce', 'DIFFERENT_PERSONS').map(({ completionId }) => completionId)).toEqual([
      'a',
      'b',
    ]);
    expect(concerned(own, told('9'), 'nonce', 'NOT_IN_USE')).toEqual([]);
  });
});
