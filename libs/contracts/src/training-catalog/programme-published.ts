import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, hundredths, regionCode, text, uuid } from '../definition/fields.js';
import {
  FUNDING_PATTERNS,
  competenciesAtLevels,
  programmeMaterial,
  programmeModule,
  programmeOrigin,
} from './programme-content.js';

export const ProgrammePublished = defineEvent({
  service: 'training-catalog',
  name: 'programme-published',
  version: 1,
  description:
    'A training programme (program pelatihan) was published for all regions of the federation, or a new version of it.',
  subject: 'programme',
  retention: 'years-10',
  sharing: {
    audience: 'federation',
    purpose: 'shared-catalogue',
    legalBasis: 'UU 20/2023 art. 49: learning connected across agencies',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({
    programmeId: uuid('The programme, the same in every region'),
    programmeVersion: Type.Integer({
      minimum: 1,
      description: 'Counts up with each publication; the highest one holds',
    }),
    title: text('Title', 300),
    pathCode: text('Path of development (jalur): KL01 … NKL13, PEND', 10),
    delivery: Type.Enum(['CLASSICAL', 'LIVE_STREAM', 'E_LEARNING', 'BLENDED'], { description: 'Mode of delivery' }),
    hours: hundredths('Learning hours of the whole programme'),
    meetings: count('Meetings or days planned'),
    organiser: text('Organiser (penyelenggara)', 300),
    organiserRegion: regionCode('Region that offers it'),
    developmentTarget: text('Development target (sasaran RPJMD) that it serves', 300),
    competencyCodes: Type.Array(text('Competency', 20), {
      maxItems: 50,
      description: 'Competencies that it develops, by code',
    }),
    developmentTargetId: Type.Optional(uuid('The development target in the register of targets')),
    competencies: Type.Optional(competenciesAtLevels('Competencies with the level that it leads to')),
    targetGroups: Type.Optional(
      Type.Array(text('Type of position, or MANAGERIAL, NON_MANAGERIAL, ALL', 60), {
        maxItems: 40,
        description: 'Whom it is for (kelompok sasaran)',
      }),
    ),
    modules: Type.Optional(
      Type.Array(programmeModule, { maxItems: 60, description: 'Curriculum: its modules (mata pelatihan) in order' }),
    ),
    materials: Type.Optional(
      Type.Array(programmeMaterial, { maxItems: 100, description: 'Materials, by link or by the hash of the file' }),
    ),
    costPerParticipant: Type.Optional(Type.Integer({ minimum: 0, description: 'Cost per participant, rupiah' })),
    fundingPattern: Type.Optional(Type.Enum([...FUNDING_PATTERNS], { description: 'Who pays (pola pendanaan)' })),
    origin: Type.Optional(programmeOrigin),
    lineage: Type.Optional(
      Type.Array(programmeOrigin, { maxItems: 20, description: 'Where its origin came from in turn, oldest last' }),
    ),
  }),
});
export type ProgrammePublished = EventData<typeof ProgrammePublished>;
