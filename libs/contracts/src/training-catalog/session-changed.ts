import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { sessionState } from './session-state.js';

export const SessionChanged = defineEvent({
  service: 'training-catalog',
  name: 'session-changed',
  version: 1,
  description:
    'A session was rescheduled, given other details, or switched to another mode of delivery; its hours stay.',
  subject: 'session',
  retention: 'years-10',
  data: Type.Object({
    ...sessionState,
    change: Type.Enum(['RESCHEDULED', 'DELIVERY_SWITCHED', 'DETAILS'], { description: 'What was changed' }),
  }),
});
export type SessionChanged = EventData<typeof SessionChanged>;
