import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, pseudonym, regionCode, uuid } from '../definition/fields.js';

export const EmployeeTransferredIn = defineEvent({
  service: 'identity',
  name: 'employee-transferred-in',
  version: 1,
  description:
    'An employee was taken over from another region; records handed over under the transfer, or under the former pseudonym, are of this employee.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    transferId: uuid('The transfer, the same in both regions'),
    employeeId: uuid('The employee here'),
    formerPseudonym: pseudonym('The person under the key of the region that released'),
    fromRegion: regionCode('Region that released the employee'),
    effectiveOn: date('First day in service here'),
  }),
});
export type EmployeeTransferredIn = EventData<typeof EmployeeTransferredIn>;
