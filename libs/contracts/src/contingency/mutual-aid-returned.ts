import { Type } from 'typebox';
import { defineEvent, type EventData } from '../envelope/define-event.js';
import { date, regionCode, uuid } from '../envelope/fields.js';
import { aidQuantities, toRegion } from './terms.js';

export const MutualAidReturned = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-returned',
  version: 1,
  description: 'The region that was helped sent back people, goods or facilities, whole or in part.',
  subject: 'mutual aid',
  retention: 'years-2',
  sharing: toRegion,
  data: Type.Object({
    aidId: uuid('The case between two regions'),
    askingRegion: regionCode('Region that returns'),
    returnNumber: Type.Integer({ minimum: 1, description: 'Counts the returns of this case' }),
    lines: aidQuantities('What goes back with this return'),
    returnedOn: date('Day'),
    final: Type.Boolean({ description: 'Nothing more comes back: what is missing was used up or lost' }),
    condition: Type.Union([Type.String({ minLength: 1, maxLength: 1_000 }), Type.Null()], {
      description: 'In what state, and what was used up',
    }),
  }),
});
export type MutualAidReturned = EventData<typeof MutualAidReturned>;
