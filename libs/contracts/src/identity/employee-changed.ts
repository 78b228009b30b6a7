import { defineEvent, type EventData } from '../definition/define-event.js';
import { employeeState } from './employee-state.js';

export const EmployeeChanged = defineEvent({
  service: 'identity',
  name: 'employee-changed',
  version: 1,
  description:
    'Number, name, status, agency, unit, grade or position of an employee changed; carries the whole present.',
  subject: 'employee',
  retention: 'years-10',
  data: employeeState,
});
export type EmployeeChanged = EventData<typeof EmployeeChanged>;
