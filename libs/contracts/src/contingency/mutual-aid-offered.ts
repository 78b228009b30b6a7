import { Type } from 'typebox';
import { defineEvent, type EventData } from '../envelope/define-event.js';
import { date, regionCode, uuid } from '../envelope/fields.js';
import { aidQuantities, toRegion } from './terms.js';

export const MutualAidOffered = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-offered',
  version: 1,
  description: 'A region that was asked for help offered some of it.',
  subject: 'mutual aid',
  retention: 'years-2',
  sharing: toRegion,
  data: Type.Object({
    aidId: uuid('The case between two regions'),
    helpingRegion: regionCode('Region that offers'),
    lines: aidQuantities('What is offered'),
    availableFrom: date('First day'),
    availableUntil: date('Last day'),
    conditions: Type.Union([Type.String({ minLength: 1, maxLength: 1_000 }), Type.Null()], {
      description: 'On what terms',
    }),
  }),
});
export type MutualAidOffered = EventData<typeof MutualAidOffered>;
