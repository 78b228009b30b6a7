import { defineEvent, type EventData } from '../definition/define-event.js';
import { employeeState } from './employee-state.js';

export const EmployeeRegistered = defineEvent({
  service: 'identity',
  name: 'employee-registered',
  version: 1,
  description: 'An employee (pegawai) joined the region or was recorded for the first time.',
  subject: 'employee',
  retention: 'years-10',
  data: employeeState,
});
export type EmployeeRegistered = EventData<typeof EmployeeRegistered>;
