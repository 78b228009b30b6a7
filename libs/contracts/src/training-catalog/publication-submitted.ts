import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { hundredths, text, uuid } from '../definition/fields.js';
import { FUNDING_PATTERNS, competenciesAtLevels, programmeModule } from './programme-content.js';
import { deliveryMode } from './session-state.js';

export const PublicationSubmitted = defineEvent({
  service: 'training-catalog',
  name: 'publication-submitted',
  version: 1,
  description:
    "A region whose rules ask for it submitted a programme to the province's academy (BPSDM) for approval before it is published (satu pintu).",
  subject: 'publication request',
  retention: 'years-2',
  sharing: {
    audience: 'province',
    purpose: 'one-door-approval',
    legalBasis: 'PP 11/2017 art. 205-207: plan and evaluation of competency development',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({
    requestId: uuid('The request for approval'),
    programmeId: uuid('The programme'),
    title: text('Title', 300),
    pathCode: text('Path of development (jalur)', 10),
    delivery: deliveryMode(),
    hours: hundredths('Learning hours of the whole programme'),
    organiser: text('Organiser (penyelenggara)', 300),
    developmentTarget: text('Development target (sasaran RPJMD) that it serves', 300),
    developmentTargetId: Type.Union([uuid('The target in the register'), Type.Null()]),
    competencies: competenciesAtLevels('Competencies with the level that it leads to'),
    targetGroups: Type.Array(text('Whom it is for', 60), { maxItems: 40, description: 'Kelompok sasaran' }),
    modules: Type.Array(programmeModule, { maxItems: 60, description: 'Curriculum' }),
    costPerParticipant: Type.Integer({ minimum: 0, description: 'Cost per participant, rupiah' }),
    fundingPattern: Type.Enum([...FUNDING_PATTERNS], { description: 'Who pays (pola pendanaan)' }),
    overlap: Type.Object(
      {
        highestScore: Type.Integer({ minimum: 0, maximum: 100, description: 'Score of the most similar one' }),
        similar: Type.Integer({ minimum: 0, description: 'Similar programmes and sessions at or above the threshold' }),
        reason: Type.Union([text('Why the region goes on all the same'), Type.Null()]),
      },
      { description: 'What the check for overlap found' },
    ),
  }),
});
export type PublicationSubmitted = EventData<typeof PublicationSubmitted>;
