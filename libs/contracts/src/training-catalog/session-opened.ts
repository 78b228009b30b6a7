import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { sessionState } from './session-state.js';

export const SessionOpened = defineEvent({
  service: 'training-catalog',
  name: 'session-opened',
  version: 1,
  description: 'A session (angkatan) of a programme, a forum of needs evaluation or a public lecture was scheduled.',
  subject: 'session',
  retention: 'years-10',
  data: Type.Object(sessionState),
});
export type SessionOpened = EventData<typeof SessionOpened>;
