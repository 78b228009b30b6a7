import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, hundredths, instant, regionCode, text, uuid, year } from '../definition/fields.js';
import { competencyCode, competencyLevel, quarter, rupiah } from './terms.js';

export const JointSessionProposed = defineEvent({
  service: 'competency-mapping',
  name: 'joint-session-proposed',
  version: 1,
  description:
    'The province proposed a joint session (angkatan bersama) out of the pooled demand of several regions, with everything that is needed to open it in one step; the SessionOpened that answers it carries the proposalId. Carries the whole present.',
  subject: 'joint session proposal',
  retention: 'years-10',
  data: Type.Object({
    proposalId: uuid('The proposal'),
    revision: Type.Integer({ minimum: 1, description: 'Counts up with each change; the highest one holds' }),
    withdrawn: Type.Boolean({ description: 'No longer wanted; nothing is to be opened for it' }),
    title: text('Title of the session', 300),
    competencyCode: competencyCode(),
    level: competencyLevel('Level to reach'),
    year: year('Year'),
    quarter: quarter('Quarter'),
    pathCode: text('Path (jalur): KL01 … NKL13', 10),
    delivery: Type.Enum(['CLASSICAL', 'LIVE_STREAM', 'E_LEARNING', 'BLENDED'], { description: 'Mode of delivery' }),
    organiser: text('Organiser (penyelenggara)', 300),
    hours: hundredths('Learning hours per person'),
    curriculumStandard: text("Conformity with the steering agency's curriculum standard", 500),
    developmentTargetId: Type.Union([uuid('Development target that it serves'), Type.Null()]),
    programmeId: Type.Union([uuid('Programme that fits, when one is known'), Type.Null()]),
    seats: count('Seats that all regions need together'),
    budget: rupiah('Budget of all lines together'),
    demands: Type.Array(
      Type.Object({
        region: regionCode('Region'),
        planId: uuid('Its plan'),
        lineId: uuid('The line'),
        seats: count('Seats for it'),
      }),
      { minItems: 1, maxItems: 1000, description: 'Where the demand comes from' },
    ),
    proposedAt: instant('When'),
  }),
});
export type JointSessionProposed = EventData<typeof JointSessionProposed>;
