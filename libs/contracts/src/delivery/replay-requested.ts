import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';
import { deliveryTerms } from './terms.js';

export const ReplayRequested = defineEvent({
  service: 'delivery',
  name: 'replay-requested',
  version: 1,
  description: 'A reader met a gap and asked the origin for the missing positions; at most 10,000 at once.',
  subject: 'request',
  retention: 'days-90',
  sharing: deliveryTerms('each'),
  data: Type.Object({
    requestId: uuid('The request; its answers carry it'),
    service: text('Service of the addressee that published them', 40),
    audience: text('Audience', 40),
    epoch: text('Epoch', 80),
    from: Type.Integer({ minimum: 1, description: 'First missing position' }),
    to: Type.Integer({ minimum: 1, description: 'Last missing position' }),
  }),
});
export type ReplayRequested = EventData<typeof ReplayRequested>;
