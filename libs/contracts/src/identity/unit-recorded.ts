import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';

export const UnitRecorded = defineEvent({
  service: 'identity',
  name: 'unit-recorded',
  version: 1,
  description:
    'An organisational unit (unit kerja) or agency (perangkat daerah) was recorded or changed; carries the whole present.',
  subject: 'unit',
  retention: 'years-10',
  data: Type.Object({
    unitId: uuid('The unit'),
    kind: Type.Enum(['AGENCY', 'UNIT'], { description: 'Agency (perangkat daerah), or a unit (unit kerja) of one' }),
    name: text('Name', 300),
    agencyId: uuid('The agency it belongs to; itself for an agency'),
    parentUnitId: Type.Union([uuid('The unit above'), Type.Null()]),
    validFrom: Type.Optional(date('First day of the present name and place in the tree')),
    closedOn: Type.Optional(
      Type.Union([date('The day'), Type.Null()], { description: 'First day on which the unit is no more' }),
    ),
    successorUnitIds: Type.Optional(
      Type.Array(uuid('A unit'), { description: 'Units that took over from a unit that was split, merged or closed' }),
    ),
    headEmployeeId: Type.Optional(
      Type.Union([uuid('The employee'), Type.Null()], { description: 'Head of the unit (pimpinan), acting or not' }),
    ),
  }),
});
export type UnitRecorded = EventData<typeof UnitRecorded>;
