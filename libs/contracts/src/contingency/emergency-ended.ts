import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, uuid } from '../definition/fields.js';
import { toFederation } from './terms.js';

export const EmergencyEnded = defineEvent({
  service: 'contingency',
  name: 'emergency-ended',
  version: 1,
  description: 'A region ended an emergency status.',
  subject: 'emergency',
  retention: 'years-10',
  sharing: toFederation,
  data: Type.Object({
    emergencyId: uuid('The emergency'),
    region: regionCode('Region that declared it'),
    declaration: Type.Integer({ minimum: 1, description: 'Counts up with each declaration and the end' }),
    endedOn: date('First day without status'),
  }),
});
export type EmergencyEnded = EventData<typeof EmergencyEnded>;
