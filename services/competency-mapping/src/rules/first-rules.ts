import type { DatedRule, FollowUp, MethodRule } from './dated-rule.js';

const ALWAYS = '2000-01-01';
const method = (months: number | null, weight: number, maxLevel = 5, onlyRaises = false): MethodRule => ({
  months,
  weight,
  maxLevel,
  onlyRaises,
});

/** Words of PermenPANRB 6/2022 as scores, where a file has words instead of figures (secondary source). */
export const FIRST_RATINGS: Readonly<Record<string, number>> = {
  sangatbaik: 9500,
  baik: 8000,
  butuhperbaikan: 6500,
  cukup: 6500,
  kurang: 5500,
  sangatkurang: 4000,
  diatasekspektasi: 9500,
  sesuaiekspektasi: 8000,
  dibawahekspektasi: 5500,
};

/** Follow-up by box: PermenPANRB 3/2020 by a secondary source, boxes 1 to 3 unverified. */
export const FIRST_FOLLOW_UPS: Readonly<Record<string, readonly FollowUp[]>> = {
  9: ['PROMOTE', 'RETAIN', 'SUCCESSION_POOL', 'AWARD'],
  8: ['RETAIN', 'SUCCESSION_POOL', 'ROTATE', 'GUIDE_PERFORMANCE'],
  7: ['RETAIN', 'SUCCESSION_POOL', 'ROTATE', 'DEVELOP', 'STUDY_ASSIGNMENT'],
  6: ['PLACE', 'GUIDE_PERFORMANCE', 'COUNSEL'],
  5: ['PLACE', 'GUIDE_PERFORMANCE', 'DEVELOP'],
  4: ['ROTATE', 'DEVELOP'],
  3: ['GUIDE_PERFORMANCE', 'COUNSEL', 'DEVELOP', 'PLACE'],
  2: ['GUIDE_PERFORMANCE', 'DEVELOP', 'PLACE'],
  1: ['BY_REGULATION'],
};

/**
 * The rules that a region begins with; each is replaced by a dated one of its own without a release. Validity of three years: commonly quoted
 * from Peraturan BKN 26/2019, unverified. Edges 80/68 and 90/78, weights by level of functional position: annex of a ministerial regulation
 * of 2020 and a civil-service assessment application. Nine boxes: PermenPANRB 3/2020, numbering and cut-offs from a secondary source.
 */
export const FIRST_RULES: readonly DatedRule[] = [
  {
    kind: 'PROFILE',
    ruleVersion: 'profil-awal',
    validFrom: ALWAYS,
    content: {
      strategy: 'LATEST',
      leastPeerAnswers: 3,
      methods: {
        ASSESSMENT_CENTER: method(36, 100),
        COMPUTER_ASSISTED: method(36, 80),
        COMPLEX: method(36, 100),
        MEDIUM: method(36, 80),
        SIMPLE: method(36, 60),
        SUPERVISOR: method(12, 40, 5),
        PEER: method(12, 20, 5),
        SELF: method(12, 0, 5),
        TRAINING: method(36, 30, 4, true),
      },
    },
    legalBasis: 'PP 11/2017 pasal 206; masa berlaku tiga tahun umum dikutip dari Peraturan BKN 26/2019',
    status: 'U',
    decidedBy: 'betang',
  },
  {
    kind: 'JOB_MATCH',
    ruleVersion: 'jpm-awal',
    validFrom: ALWAYS,
    content: {
      technicalPercent: { 'FUNCTIONAL:AHLI_MADYA': 40, 'FUNCTIONAL:AHLI_MUDA': 50, 'FUNCTIONAL:AHLI_PERTAMA': 60 },
      mapping: { upper: 9000, lower: 7800 },
      promotion: { upper: 8000, lower: 6800 },
    },
    legalBasis: 'Lampiran peraturan menteri nomor 35 tahun 2020; kategori pemetaan dari aplikasi penilaian ASN',
    status: 'V2',
    decidedBy: 'betang',
  },
  {
    kind: 'NEEDS',
    ruleVersion: 'kebutuhan-awal',
    validFrom: ALWAYS,
    content: { hoursPerLevel: 2000, rupiahPerLevel: 2_500_000, urgencySteps: [10, 25, 50, 75] },
    legalBasis: 'Perkiraan awal; ganti dengan standar biaya daerah',
    status: 'U',
    decidedBy: 'betang',
  },
  {
    kind: 'TALENT',
    ruleVersion: 'talenta-awal',
    validFrom: ALWAYS,
    content: {
      performance: { middle: 7000, high: 8500 },
      potential: { middle: 6800, high: 7700 },
      boxes: [
        [1, 2, 4],
        [3, 5, 7],
        [6, 8, 9],
      ],
      poolBoxes: [7, 8, 9],
      ratings: FIRST_RATINGS,
      followUps: FIRST_FOLLOW_UPS,
    },
    legalBasis: 'PermenPANRB 3/2020; penomoran dan ambang dari sumber sekunder',
    status: 'V2',
    decidedBy: 'betang',
  },
];
