import { Type } from 'typebox';
import { date, text, uuid, year } from '../definition/fields.js';

/** Rank of a node in the tree of the RPJMD: visi, misi, tujuan, sasaran, indikator. */
export const DEVELOPMENT_TARGET_KINDS = ['VISION', 'MISSION', 'GOAL', 'TARGET', 'INDICATOR'] as const;
export type DevelopmentTargetKind = (typeof DEVELOPMENT_TARGET_KINDS)[number];

/** The present of one node of a region's medium-term plan (RPJMD); carries the whole present. */
export const developmentTargetFields = {
  targetId: uuid('The node, the same for life'),
  revision: Type.Integer({ minimum: 1, description: 'Counts up with each change; the highest one holds' }),
  parentId: Type.Union([uuid('The node above; none above a vision'), Type.Null()]),
  kind: Type.Enum([...DEVELOPMENT_TARGET_KINDS], {
    description: 'Vision (visi), mission (misi), goal (tujuan), target (sasaran) or indicator (indikator)',
  }),
  code: text('Number in the document, 1.2.3', 60),
  title: text('Wording', 1000),
  unit: Type.Union([Type.String({ minLength: 1, maxLength: 60 }), Type.Null()], {
    description: 'Unit that the values are counted in: persen, indeks, orang',
  }),
  values: Type.Array(
    Type.Object({
      year: year('Year'),
      target: Type.Union([Type.Number(), Type.Null()], { description: 'Value aimed at' }),
      actual: Type.Union([Type.Number(), Type.Null()], { description: 'Value reached, once it is known' }),
    }),
    { maxItems: 30, description: 'One row a year, in order of years' },
  ),
  validFrom: date('First day of the planning period'),
  validTo: date('Last day of the planning period'),
  withdrawn: Type.Boolean({ description: 'No longer part of the plan; what served it keeps its name' }),
};
