import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, uuid } from '../definition/fields.js';
import { transferTerms } from './transfer-terms.js';

export const TransferConcluded = defineEvent({
  service: 'identity',
  name: 'transfer-concluded',
  version: 1,
  description:
    'The releasing region ended a transfer: the employee left it and belongs to the other region, or the request was withdrawn or lapsed.',
  subject: 'transfer',
  retention: 'days-90',
  sharing: transferTerms,
  data: Type.Object({
    transferId: uuid('The transfer'),
    outcome: Type.Enum(['COMPLETED', 'WITHDRAWN', 'LAPSED'], { description: 'How it ended' }),
    effectiveOn: Type.Union([date('The day'), Type.Null()], {
      description: 'First day in the new region; null unless completed',
    }),
  }),
});
export type TransferConcluded = EventData<typeof TransferConcluded>;
