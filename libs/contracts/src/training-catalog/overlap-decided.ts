import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, text, uuid } from '../definition/fields.js';
import { atHome } from '../definition/at-home.js';

export const OverlapDecided = defineEvent({
  service: 'training-catalog',
  name: 'overlap-decided',
  version: 1,
  description:
    'A region that was about to publish a programme saw a similar one in the federation, and joined it (overlap avoided) or went on with a reason.',
  subject: 'programme',
  retention: 'years-10',
  sharing: {
    audience: 'province',
    purpose: 'overlap-avoided',
    legalBasis: 'UU 20/2023 art. 49: learning connected across agencies; PP 11/2017 art. 203',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({
    decisionId: uuid('The decision; counted once'),
    programmeId: uuid('The programme that was about to be published'),
    outcome: Type.Enum(['JOINED', 'WENT_ON'], { description: 'JOINED: an overlap avoided' }),
    decidedOn: date('Day of the decision'),
    reason: text('Why; names no person'),
    score: Type.Integer({ minimum: 0, maximum: 100, description: 'How similar the other one is' }),
    rulesFrom: date('First day of the rules that gave the score'),
    otherProgrammeId: uuid('The similar programme'),
    otherSessionId: Type.Union([uuid('The session that was joined, when it was one'), Type.Null()]),
    otherRegion: regionCode('Region that offers it'),
    developmentTargetId: Type.Union([uuid('Development target of the programme'), Type.Null()]),
    plannedCost: Type.Integer({
      minimum: 0,
      description: 'Cost of the programme as planned, rupiah: spared when joined',
    }),
  }),
});
export type OverlapDecided = EventData<typeof OverlapDecided>;

/** The same for the region's own reports. */
export const OverlapDecidedAtHome = atHome(OverlapDecided);
