import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, uuid } from '../definition/fields.js';
import { earlierYears } from './employee-state.js';

/**
 * Where an act changes the past of somebody who has left, the leaving is told once more with the years that ended otherwise by it. It is no event of its own:
 * readers take a repeated leaving as it is, none of them has to read its lines again for a new type, and an older one passes the field by. And it is not the
 * state of an employee, which would bring the person back into service and say name and number again, also of somebody whose identity was erased.
 */
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
    earlierYears: earlierYears(
      'What the employee was when years ended that are over and were years of service here, of each year for which this event says something else than those ' +
        'before it: a decree of before the leaving that is recorded after it. A year that is not named stays as it was told.',
    ),
  }),
});
export type EmployeeLeft = EventData<typeof EmployeeLeft>;
