import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { chainValue, count, text } from '../definition/fields.js';
import { deliveryTerms } from './terms.js';

export const EpochOpened = defineEvent({
  service: 'identity',
  name: 'epoch-opened',
  version: 1,
  description:
    'A region began to count anew after a restore: of the parent epoch everything up to the stated positions still counts, later events are orphans.',
  subject: 'region',
  retention: 'years-10',
  signed: true,
  sharing: deliveryTerms('each'),
  data: Type.Object({
    epoch: text('The new epoch, `<generation>.<random>`', 80),
    parent: Type.Union([text('The epoch before', 80), Type.Null()]),
    reason: Type.Enum(['FIRST', 'RESTORED', 'OPERATOR'], {
      description: 'The first of all, after a restore, or by hand',
    }),
    heads: Type.Array(
      Type.Object({
        service: text('Publishing service', 40),
        audience: text('Audience', 40),
        position: count('Last position of the parent epoch that counts'),
        chain: chainValue('Chain there'),
      }),
      { description: 'How far the parent epoch counts, by service and audience' },
    ),
  }),
});
export type EpochOpened = EventData<typeof EpochOpened>;
