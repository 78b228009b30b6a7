import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, uuid } from '../definition/fields.js';

export const EmployeeLeft = defineEvent({
  service: 'identity',
  name: 'employee-left',
  version: 1,
  description: 'An employee left the region: retired, moved away, ended a contract, or died.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    employeeId: uuid('The employee'),
    leftOn: date('First day no longer in service here'),
    reason: Type.Enum(['RETIRED', 'TRANSFERRED', 'CONTRACT_ENDED', 'DIED', 'OTHER'], {
      description: 'Reason of leaving',
    }),
    recordedInError: Type.Optional(
      Type.Boolean({ description: 'True: the record was a mistake, such as an undone import; nobody left' }),
    ),
    toRegion: Type.Optional(regionCode('Region that took the employee over')),
  }),
});
export type EmployeeLeft = EventData<typeof EmployeeLeft>;
