import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, uuid } from '../definition/fields.js';
import { transferTerms } from './transfer-terms.js';

export const TransferDecided = defineEvent({
  service: 'identity',
  name: 'transfer-decided',
  version: 1,
  description:
    'The asked region accepted or refused to take an employee over; the releasing region then concludes the transfer.',
  subject: 'transfer',
  retention: 'days-90',
  sharing: transferTerms,
  data: Type.Object({
    transferId: uuid('The transfer'),
    decision: Type.Enum(['ACCEPTED', 'REFUSED'], { description: 'The answer' }),
    effectiveOn: Type.Union([date('The day'), Type.Null()], {
      description: 'First day in the new region as accepted; null for a refusal',
    }),
    decreeNumber: Type.Union([Type.String({ maxLength: 100 }), Type.Null()], {
      description: 'Number of the decree of acceptance (SK persetujuan menerima)',
    }),
    reason: Type.Union([Type.String({ maxLength: 500 }), Type.Null()], { description: 'Reason of a refusal' }),
  }),
});
export type TransferDecided = EventData<typeof TransferDecided>;
