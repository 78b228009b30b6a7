import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';

export const CompletionRevoked = defineEvent({
  service: 'training-catalog',
  name: 'completion-revoked',
  version: 1,
  description: 'A completion was recorded in error, or its certificate was withdrawn.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    completionId: uuid('The completion that no longer holds'),
    employeeId: uuid('Whose it was'),
    reason: text('Why'),
  }),
});
export type CompletionRevoked = EventData<typeof CompletionRevoked>;
