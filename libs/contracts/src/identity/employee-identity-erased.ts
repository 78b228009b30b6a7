import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, uuid } from '../definition/fields.js';

export const EmployeeIdentityErased = defineEvent({
  service: 'identity',
  name: 'employee-identity-erased',
  version: 1,
  description:
    'Name, numbers and birth date of somebody who left are kept no longer; whoever else keeps them erases them. Records under the id stay, as the law asks, without saying whose they are.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    employeeId: uuid('Who left; the id is all that is left of the person'),
    erasedOn: date('Day on which the identity was erased'),
  }),
});
export type EmployeeIdentityErased = EventData<typeof EmployeeIdentityErased>;
