import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';
import { deliveryTerms } from './terms.js';

export const ReplayRefused = defineEvent({
  service: 'delivery',
  name: 'replay-refused',
  version: 1,
  description: 'An origin cannot or may not answer a replay request.',
  subject: 'request',
  retention: 'days-90',
  sharing: deliveryTerms('each'),
  data: Type.Object({
    requestId: uuid('The request'),
    service: text('Service that answers', 40),
    audience: text('Audience', 40),
    epoch: text('Epoch', 80),
    reason: Type.Enum(['NOT_KEPT', 'NOT_A_MEMBER', 'UNKNOWN_EPOCH', 'TOO_MANY', 'BEYOND_HEAD'], {
      description: 'No longer kept, asker not of the audience, epoch unknown, range too long, or not yet published',
    }),
    availableFrom: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()], {
      description: 'First position that can still be had',
    }),
  }),
});
export type ReplayRefused = EventData<typeof ReplayRefused>;
