import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, date, regionCode, text, uuid } from '../definition/fields.js';
import { emergencyLevel, hazardCode, toFederation } from './terms.js';

export const EmergencyDeclared = defineEvent({
  service: 'contingency',
  name: 'emergency-declared',
  version: 1,
  description:
    'A region declared, extended or changed the level of an emergency status by decree (siaga darurat, tanggap darurat, transisi); told to the province and all regions at once.',
  subject: 'emergency',
  retention: 'years-10',
  sharing: toFederation,
  data: Type.Object({
    emergencyId: uuid('The emergency, the same through all its levels'),
    region: regionCode('Region that declares'),
    declaration: Type.Integer({ minimum: 1, description: 'Counts up with each declaration; the highest one holds' }),
    hazardCode: hazardCode(),
    title: text('What happens', 300),
    area: text('Where', 500),
    level: emergencyLevel(),
    decreeNumber: text('Number of the decree', 120),
    decreeOn: date('Day of the decree'),
    startsOn: date('First day of this level'),
    endsOn: date('Last day of this level'),
    tasks: count('Tasks of the operations plan'),
  }),
});
export type EmergencyDeclared = EventData<typeof EmergencyDeclared>;
