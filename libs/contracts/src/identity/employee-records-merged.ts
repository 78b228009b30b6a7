import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { uuid } from '../definition/fields.js';

export const EmployeeRecordsMerged = defineEvent({
  service: 'identity',
  name: 'employee-records-merged',
  version: 1,
  description:
    'Two records turned out to be one person; what is kept under the one id belongs to the other from now on.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    employeeId: uuid('The record that stays'),
    mergedEmployeeId: uuid('The record that is no more'),
  }),
});
export type EmployeeRecordsMerged = EventData<typeof EmployeeRecordsMerged>;
