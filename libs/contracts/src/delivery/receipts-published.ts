import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { chainValue, count, instant, text } from '../definition/fields.js';
import { deliveryTerms } from './terms.js';

export const ReceiptsPublished = defineEvent({
  service: 'identity',
  name: 'receipts-published',
  version: 1,
  description:
    'A receiver told one origin how far each of its services has taken that origin in: the other half of the proof of no loss.',
  subject: 'region',
  retention: 'days-90',
  signed: true,
  sharing: deliveryTerms('directed'),
  data: Type.Object({
    asOf: instant('When the receiver read its watermarks'),
    receipts: Type.Array(
      Type.Object({
        reader: text('Receiving service', 40),
        service: text('Publishing service of the addressee', 40),
        audience: text('Audience', 40),
        epoch: text('Epoch', 80),
        position: count('Last position received without a gap'),
        chain: chainValue('Chain there'),
        parked: count('Events set aside because they could not be handled'),
        held: count('Events that wait for a gap to be filled'),
        state: Type.Enum(['FLOWING', 'FORKED', 'STOPPED'], {
          description: 'Taken in, stopped at a fork, or stopped at the limit of parked events',
        }),
      }),
      { description: 'One row for each reader, service, audience and epoch' },
    ),
  }),
});
export type ReceiptsPublished = EventData<typeof ReceiptsPublished>;
