import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { chainValue, count, text, uuid } from '../definition/fields.js';
import { deliveryTerms } from './terms.js';

export const SnapshotStated = defineEvent({
  service: 'delivery',
  name: 'snapshot-stated',
  version: 1,
  description:
    "A service states its present as facts to one receiver; the receiver's watermark starts at the position named here.",
  subject: 'request',
  retention: 'days-90',
  sharing: deliveryTerms('each'),
  data: Type.Object({
    requestId: Type.Union([uuid('The replay request that could not be answered'), Type.Null()]),
    service: text('Service that states', 40),
    audience: text('Audience', 40),
    epoch: text('Epoch', 80),
    position: count('The facts hold everything up to here'),
    chain: chainValue('Chain there'),
  }),
});
export type SnapshotStated = EventData<typeof SnapshotStated>;
