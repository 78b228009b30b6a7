import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';

export const DrillParticipationWithdrawn = defineEvent({
  service: 'contingency',
  name: 'drill-participation-withdrawn',
  version: 1,
  description: 'A participation in a drill was recorded by mistake and is taken back, with its hours.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    participationId: uuid('The participation'),
    drillId: uuid('The drill'),
    employeeId: uuid('Whose it was'),
    reason: text('Why', 500),
  }),
});
export type DrillParticipationWithdrawn = EventData<typeof DrillParticipationWithdrawn>;
