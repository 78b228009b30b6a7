import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, text, uuid } from '../definition/fields.js';

export const SessionClosed = defineEvent({
  service: 'training-catalog',
  name: 'session-closed',
  version: 1,
  description: 'A session was held and all its participants are decided on, or it was cancelled.',
  subject: 'session',
  retention: 'years-10',
  data: Type.Object({
    sessionId: uuid('The session'),
    programmeId: Type.Union([uuid('Its programme'), Type.Null()]),
    proposalId: Type.Union([uuid('The proposal of a joint session that it answered'), Type.Null()]),
    outcome: Type.Enum(['HELD', 'CANCELLED'], { description: 'How it ended' }),
    participants: count('People who had a seat'),
    passed: count('Of these, who passed'),
    notPassed: count('Of these, who did not'),
    reason: Type.Union([text('Why it was cancelled'), Type.Null()]),
  }),
});
export type SessionClosed = EventData<typeof SessionClosed>;
