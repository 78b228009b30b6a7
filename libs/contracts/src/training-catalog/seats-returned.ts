import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';
import { catalogueTerms } from './catalogue-terms.js';

export const SeatsReturned = defineEvent({
  service: 'training-catalog',
  name: 'seats-returned',
  version: 1,
  description:
    'A region gave back seats that another one held for it in a session; the host puts them into the common pool and tells the offer anew.',
  subject: 'session',
  retention: 'days-90',
  // Sealed like all that regions tell each other alone: nobody else learns who sends fewer people.
  sharing: { ...catalogueTerms, audience: 'directed', personalData: 'encrypted' },
  data: Type.Object({
    returnId: uuid('The return; taking it twice is once'),
    sessionId: uuid('The session'),
    seats: Type.Integer({ minimum: 1, maximum: 10_000, description: 'Seats that are no longer asked for' }),
    reason: text('Why; names no person'),
  }),
});
export type SeatsReturned = EventData<typeof SeatsReturned>;
