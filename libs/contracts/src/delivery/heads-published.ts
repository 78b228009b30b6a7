import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { chainValue, count, instant, text } from '../definition/fields.js';
import { deliveryTerms } from './terms.js';

export const HeadsPublished = defineEvent({
  service: 'identity',
  name: 'heads-published',
  version: 1,
  description:
    'A region stated, on one audience, how far each of its services has published: whatever it names stands before it in the stream. A reader that is behind it knows that something was lost.',
  subject: 'region',
  retention: 'days-90',
  signed: true,
  sharing: deliveryTerms('each'),
  data: Type.Object({
    epoch: text('Epoch of the heads', 80),
    asOf: instant('When they were read'),
    heads: Type.Array(
      Type.Object({
        service: text('Publishing service', 40),
        position: count('Last acknowledged position'),
        chain: chainValue('Chain there'),
      }),
      { description: 'One row for each service that has published on this audience' },
    ),
  }),
});
export type HeadsPublished = EventData<typeof HeadsPublished>;
