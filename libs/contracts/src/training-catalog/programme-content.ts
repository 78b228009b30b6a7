import { Type } from 'typebox';
import { hundredths, regionCode, text, uuid } from '../definition/fields.js';
import { developedCompetency } from './session-state.js';

/** Who pays (pola pendanaan): the organiser, each region per participant, the hosting region, or a partner. */
export const FUNDING_PATTERNS = ['APBD', 'KONTRIBUSI', 'FASILITASI', 'KEMITRAAN'] as const;
/** How one module (mata pelatihan) is taught. */
export const MODULE_MODES = ['CLASSROOM', 'VIRTUAL_SESSION', 'INDEPENDENT_ASSIGNMENT', 'E_LEARNING'] as const;

export const competenciesAtLevels = (description: string) =>
  Type.Array(developedCompetency, { maxItems: 50, description });

export const programmeModule = Type.Object({
  moduleId: uuid('The module (mata pelatihan)'),
  title: text('Title', 300),
  mode: Type.Enum([...MODULE_MODES], { description: 'How it is taught' }),
  hours: hundredths('Learning hours of the module'),
});

export const programmeMaterial = Type.Object({
  materialId: uuid('The material'),
  title: text('Title', 300),
  url: Type.Union([Type.String({ maxLength: 1000 }), Type.Null()], {
    description: 'Address of a link; null for a file, which stays in the region that offers it',
  }),
  fileHash: Type.Union([Type.String({ pattern: '^[0-9a-f]{64}$' }), Type.Null()], {
    description: 'SHA-256 of a file; null for a link',
  }),
  fileBytes: Type.Optional(Type.Integer({ minimum: 0, description: 'Length of a file' })),
});

/** Where a programme came from: adopted as it is, or forked and changed. */
export const programmeOrigin = Type.Object(
  {
    kind: Type.Enum(['ADOPTED', 'FORKED'], { description: 'Taken over unchanged, or changed' }),
    programmeId: uuid('The programme it was made from'),
    programmeVersion: Type.Integer({ minimum: 1, description: 'Version of it that was taken' }),
    region: regionCode('Region that offers that one'),
  },
  { description: 'The programme of another region that it was made from' },
);
