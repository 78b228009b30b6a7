import { Type } from 'typebox';
import { defineEvent, type EventData } from '../envelope/define-event.js';
import { count, hundredths, regionCode, text, uuid } from '../envelope/fields.js';

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
  }),
});
export type ProgrammePublished = EventData<typeof ProgrammePublished>;
