import type { RuleStatus } from '../rules/reference-rules.js';

export const HAZARD_GROUPS = ['NATURAL', 'NON_NATURAL', 'SOCIAL'] as const;
export type HazardGroup = (typeof HAZARD_GROUPS)[number];

/** A kind of hazard (jenis ancaman), from a day on. Groups of UU 24/2007 art. 1: bencana alam, nonalam, sosial. */
export interface HazardKindReference {
  readonly code: string;
  readonly validFrom: string;
  readonly nameId: string;
  readonly nameEn: string;
  readonly group: HazardGroup;
  readonly basis: string;
  readonly status: RuleStatus;
}

const INARISK = 'InaRISK BNPB';
const IRBI = 'IRBI BNPB 2021';

const kind = (
  code: string,
  nameId: string,
  nameEn: string,
  basis = INARISK,
  group: HazardGroup = 'NATURAL',
  status: RuleStatus = 'V',
): HazardKindReference => ({ code, validFrom: '2000-01-01', nameId, nameEn, group, basis, status });

/** The product's list; a region adds its own. */
export const HAZARD_KINDS: readonly HazardKindReference[] = [
  kind('GEMPA', 'Gempa bumi', 'Earthquake'),
  kind('TSUNAMI', 'Tsunami', 'Tsunami'),
  kind('ERUPSI', 'Erupsi gunung api', 'Volcanic eruption'),
  kind('BANJIR', 'Banjir', 'Flood'),
  kind('BANJIR-BANDANG', 'Banjir bandang', 'Flash flood'),
  kind('LONGSOR', 'Tanah longsor', 'Landslide'),
  kind('KEKERINGAN', 'Kekeringan', 'Drought'),
  kind('KARHUTLA', 'Kebakaran hutan dan lahan', 'Forest and land fire'),
  kind('CUACA-EKSTREM', 'Cuaca ekstrem', 'Extreme weather'),
  kind('GELOMBANG', 'Gelombang ekstrem dan abrasi', 'Extreme waves and abrasion'),
  kind('LIKUEFAKSI', 'Likuefaksi', 'Liquefaction', IRBI),
  kind('EPIDEMI', 'Epidemi dan wabah penyakit', 'Epidemic', IRBI, 'NON_NATURAL'),
  kind('GAGAL-TEKNOLOGI', 'Kegagalan teknologi', 'Technological failure', IRBI, 'NON_NATURAL'),
  kind(
    'KEBAKARAN',
    'Kebakaran gedung dan permukiman',
    'Urban fire',
    'Kewenangan pemadam kebakaran daerah',
    'NON_NATURAL',
    'U',
  ),
  kind(
    'GANGGUAN-SOSIAL',
    'Gangguan dan kerusuhan sosial',
    'Social unrest',
    'UU 24/2007 art. 1: bencana sosial',
    'SOCIAL',
  ),
];
