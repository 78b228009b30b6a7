import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';

export const TrainingNeedRaised = defineEvent({
  service: 'training-catalog',
  name: 'training-need-raised',
  version: 1,
  description: 'A forum of needs evaluation (forum evaluasi kebutuhan) put a need for training on record.',
  subject: 'session',
  retention: 'years-10',
  data: Type.Object({
    needId: uuid('The need'),
    sessionId: uuid('The forum'),
    raisedOn: date('Day of the forum'),
    agencyId: Type.Union([uuid('Agency that has the need'), Type.Null()], {
      description: 'Agency that has the need; null for all',
    }),
    competencyCode: Type.Union([text('Competency', 20), Type.Null()]),
    requiredLevel: Type.Union([Type.Integer({ minimum: 1, maximum: 5 }), Type.Null()], {
      description: 'Level that is needed',
    }),
    need: text('The need, in the words of the forum; names no person', 1_000),
    priority: Type.Enum(['HIGH', 'MEDIUM', 'LOW'], { description: 'How pressing' }),
  }),
});
export type TrainingNeedRaised = EventData<typeof TrainingNeedRaised>;
