import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';

export const LaterUseConfirmed = defineEvent({
  service: 'learning-hours',
  name: 'later-use-confirmed',
  version: 1,
  description:
    'A supervisor confirmed that what was learned, in a webinar for instance, was put to use at work later (pemanfaatan hasil belajar).',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    laterUseId: uuid('The record of use'),
    completionId: uuid('The completion whose learning was used'),
    employeeId: uuid('Who used it'),
    pathCode: text('Path of development (jalur) of the completion', 10),
    completedOn: date('Last day of the training'),
    usedOn: date('Day from which it was used'),
    kind: Type.Enum(['APPLIED', 'SHARED', 'IMPROVED_SERVICE', 'NEW_PROCEDURE'], {
      description: 'Applied in own tasks, shared with colleagues, a service improved, a procedure made or changed',
    }),
  }),
});
export type LaterUseConfirmed = EventData<typeof LaterUseConfirmed>;
