import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, uuid } from '../definition/fields.js';
import { aidQuantities, sealedToRegion, toRegion } from './terms.js';

const data = Type.Object({
  aidId: uuid('The case between two regions'),
  askingRegion: regionCode('Region that returns'),
  returnNumber: Type.Integer({ minimum: 1, description: 'Counts the returns of this case' }),
  lines: aidQuantities('What goes back with this return'),
  returnedOn: date('Day'),
  final: Type.Boolean({ description: 'Nothing more comes back: what is missing was used up or lost' }),
  condition: Type.Union([Type.String({ minLength: 1, maxLength: 1_000 }), Type.Null()], {
    description: 'In what state, and what was used up',
  }),
});

export const MutualAidReturned = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-returned',
  version: 1,
  description: 'The region that was helped sent back people, goods or facilities, whole or in part.',
  subject: 'mutual aid',
  retention: 'years-2',
  sharing: toRegion,
  data,
});
export type MutualAidReturned = EventData<typeof MutualAidReturned>;

/** The same, sealed for the other region: what is written in words (where to report, on what terms, why) may name people and their numbers. */
export const MutualAidReturnedV2 = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-returned',
  version: 2,
  description:
    'The region that was helped sent back people, goods or facilities, whole or in part. Encrypted for the other region.',
  subject: 'mutual aid',
  retention: 'days-90',
  sharing: sealedToRegion,
  data,
  lifts: { contract: MutualAidReturned, lift: (old) => old },
});
export type MutualAidReturnedV2 = EventData<typeof MutualAidReturnedV2>;
