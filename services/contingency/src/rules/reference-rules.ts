import type { RuleKey, RuleValues } from './rule-values.js';

/** How sure a number is: V from a public source, V2 from a secondary one, U common practice that no source we could read states. */
export type RuleStatus = 'V' | 'V2' | 'U';

export interface ReferenceRule<K extends RuleKey = RuleKey> {
  readonly key: K;
  readonly validFrom: string;
  readonly value: RuleValues[K];
  readonly basis: string;
  readonly status: RuleStatus;
}

const rule = <K extends RuleKey>(
  key: K,
  value: RuleValues[K],
  basis: string,
  status: RuleStatus,
): ReferenceRule<K> => ({
  key,
  validFrom: '2000-01-01',
  value,
  basis,
  status,
});

/** The product's own settings; a region follows them until it records its own. */
export const REFERENCE_RULES: readonly ReferenceRule[] = [
  rule('plan.validity', { months: 36 }, 'Praktik: 3 tahun, sebagian daerah 5 tahun', 'U'),
  rule('plan.review', { everyMonths: 12 }, 'Praktik: ditinjau tiap tahun', 'U'),
  rule(
    'review.due',
    { conditionDays: 30, drillDays: 60, afterActionDays: 90 },
    'Praktik: diperbarui setelah gladi atau kejadian',
    'U',
  ),
  rule('drill.interval', { months: 12 }, 'Praktik: gladi tiap tahun', 'U'),
  rule(
    'drill.learning',
    { pathCode: 'KL12', minutesPerJp: 45 },
    'PerLAN 5/2018: 1 JP = 45 menit; jalur menurut praktik',
    'U',
  ),
  rule(
    'retirement.ages',
    {
      DEFAULT: 58,
      JPT_UTAMA: 60,
      JPT_MADYA: 60,
      JPT_PRATAMA: 60,
      'FUNCTIONAL:AHLI_MADYA': 60,
      'FUNCTIONAL:AHLI_UTAMA': 65,
    },
    'UU 20/2023 art. 55; PP 11/2017 art. 239',
    'U',
  ),
  rule(
    'readiness.weights',
    {
      DOCUMENT: 20,
      PEOPLE: 20,
      COMPETENCIES: 15,
      ALTERNATES: 5,
      RESOURCES: 15,
      PARTNERS: 5,
      DRILLS: 10,
      FOLLOW_UP: 5,
      CONTINUITY: 5,
    },
    'Bobot awal; setiap daerah menetapkan sendiri',
    'U',
  ),
  rule('readiness.bands', { ready: 8_000, partly: 5_000 }, 'Ambang awal; setiap daerah menetapkan sendiri', 'U'),
  rule('readiness.cap', { notInForce: 4_000 }, 'Rencana yang belum disahkan tidak dapat disebut siap', 'U'),
  rule('readiness.forecast', { months: 24 }, 'Jangkauan prakiraan', 'U'),
  rule('reminder.ahead', { competencyDays: 60, actionDays: 7 }, 'Pengaturan awal', 'U'),
  rule('reminder.keeper', { reviewDays: 7, commitmentDays: 60 }, 'Pengaturan awal', 'U'),
  rule('hazard.plan-needed', { riskFrom: 16 }, 'Ancaman berisiko tertinggi disusun rencananya (Pedoman BNPB)', 'U'),
];
