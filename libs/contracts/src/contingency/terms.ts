import { Type } from 'typebox';
import { text, uuid } from '../definition/fields.js';
import type { SharingRule } from '../sharing/sharing-rule.js';

/** Code of a kind of hazard (jenis ancaman) in the dated list of contingency: `KARHUTLA`, `BANJIR`. */
export const hazardCode = () =>
  Type.String({ pattern: '^[A-Z][A-Z0-9-]{1,29}$', description: 'Kind of hazard (jenis ancaman)' });
/** Parts of a whole in hundredths of a per cent: 10000 is all of it. */
export const basisPoints = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 10_000, description: `${description} (hundredths of a per cent)` });
export const statement = () =>
  Type.Integer({ minimum: 1, description: 'Counts up per subject; a lower one than known is older' });
export const planId = () => uuid('The contingency plan (rencana kontingensi)');

/** What readiness is made of. */
export const READINESS_COMPONENTS = [
  'DOCUMENT',
  'PEOPLE',
  'COMPETENCIES',
  'ALTERNATES',
  'RESOURCES',
  'PARTNERS',
  'DRILLS',
  'FOLLOW_UP',
  'CONTINUITY',
] as const;
export const READINESS_BANDS = ['NOT_READY', 'PARTLY_READY', 'READY'] as const;
export const readinessBand = () => Type.Enum([...READINESS_BANDS], { description: 'Band of the figure' });
export const componentScores = () =>
  Type.Array(
    Type.Object({
      component: Type.Enum([...READINESS_COMPONENTS], { description: 'Part of readiness' }),
      score: basisPoints('How far it is there'),
      weight: Type.Integer({ minimum: 0, maximum: 100, description: 'Its weight in the figure' }),
    }),
    { maxItems: 20, description: 'Components that apply to the plan' },
  );

export const DRILL_KINDS = ['TABLE_TOP', 'COMMAND_POST', 'FIELD'] as const;
export const drillKind = () =>
  Type.Enum([...DRILL_KINDS], { description: 'Table top (TTX), command post (gladi posko) or field (gladi lapang)' });

/** Status levels of an emergency (siaga darurat, tanggap darurat, transisi darurat ke pemulihan). */
export const EMERGENCY_LEVELS = ['ALERT', 'EMERGENCY', 'TRANSITION'] as const;
export const emergencyLevel = () =>
  Type.Enum([...EMERGENCY_LEVELS], {
    description: 'Alert (siaga darurat), emergency (tanggap darurat), transition to recovery (transisi darurat)',
  });

export const RESOURCE_CATEGORIES = ['PEOPLE', 'GOODS', 'FUNDS', 'FACILITY'] as const;
/** One line of help: how much of what. People are a number, never names. */
export const aidLine = Type.Object({
  lineId: uuid('The line; the same in ask, offer, acceptance and return'),
  category: Type.Enum([...RESOURCE_CATEGORIES], { description: 'People, goods, funds (rupiah) or facilities' }),
  item: text('What', 200),
  unit: text('Unit it is counted in: orang, unit, liter, rupiah', 40),
  quantity: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000, description: 'How many' }),
});
export const aidQuantities = (description: string) =>
  Type.Array(
    Type.Object({
      lineId: uuid('The line of the ask'),
      quantity: Type.Integer({ minimum: 0, maximum: 1_000_000_000_000, description: 'How many' }),
    }),
    { minItems: 1, maxItems: 100, description },
  );

const LEGAL_BASIS =
  'UU 24/2007 (penanggulangan bencana); Permendagri 101/2018: contingency plans are a minimum service standard';
/** Terms of what the province is told: plans, hazards and readiness, no persons. */
export const toProvince: SharingRule = {
  audience: 'province',
  purpose: 'contingency-readiness',
  legalBasis: LEGAL_BASIS,
  personalData: 'none',
  consent: 'default',
};
/** Terms of what every region must know at once. */
export const toFederation: SharingRule = {
  audience: 'federation',
  purpose: 'emergency-notice',
  legalBasis: LEGAL_BASIS,
  personalData: 'none',
  consent: 'always',
};
/** Terms of help between two regions. */
export const toRegion: SharingRule = {
  audience: 'directed',
  purpose: 'mutual-aid',
  legalBasis: 'UU 24/2007 and UU 23/2014: cooperation between regions',
  personalData: 'none',
  consent: 'always',
};
/** The same, where words may name people: the hub and the regions on the way see ciphertext. */
export const sealedToRegion: SharingRule = { ...toRegion, personalData: 'encrypted' };
