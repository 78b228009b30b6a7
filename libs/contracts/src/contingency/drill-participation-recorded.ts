import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';
import { drillKind, planId } from './terms.js';

export const DrillParticipationRecorded = defineEvent({
  service: 'contingency',
  name: 'drill-participation-recorded',
  version: 1,
  description:
    'A person took part in a drill (TTX, gladi posko, gladi lapang); becomes learning hours by the rules in force.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    participationId: uuid('The participation; a second event with the same id is the same one'),
    drillId: uuid('The drill'),
    planId: planId(),
    employeeId: uuid('Who took part'),
    drillKind: drillKind(),
    title: text('Title of the drill', 300),
    organiser: text('Organiser (penyelenggara)', 300),
    pathCode: text('Path of development (jalur) that it counts as', 10),
    scope: Type.Enum(['NATIONAL', 'INTERNATIONAL'], { description: 'International trainings convert to more hours' }),
    quantityHundredths: Type.Integer({
      minimum: 1,
      maximum: 10_000_000,
      description: 'How much, in hundredths of the unit that the path counts in',
    }),
    minutes: Type.Integer({ minimum: 1, maximum: 100_000, description: 'Time taken part, minutes of the clock' }),
    startedOn: date('First day'),
    completedOn: date('Last day; its year is the year the hours count in'),
  }),
});
export type DrillParticipationRecorded = EventData<typeof DrillParticipationRecorded>;
