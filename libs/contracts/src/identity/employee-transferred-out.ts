import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, pseudonym, regionCode, uuid } from '../definition/fields.js';

export const EmployeeTransferredOut = defineEvent({
  service: 'identity',
  name: 'employee-transferred-out',
  version: 1,
  description:
    'An employee was taken over by another region; each service hands its part of the record over to its counterpart there, and keeps its own.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    transferId: uuid('The transfer, the same in both regions'),
    employeeId: uuid('The employee here'),
    formerPseudonym: pseudonym('The person under the key of this region; names the record in what is handed over'),
    toRegion: regionCode('Region that took the employee over'),
    leftOn: date('First day no longer in service here'),
  }),
});
export type EmployeeTransferredOut = EventData<typeof EmployeeTransferredOut>;
