import { Type } from 'typebox';
import { defineEvent, type EventData } from '../envelope/define-event.js';
import { regionCode, text, uuid } from '../envelope/fields.js';
import { toRegion } from './terms.js';

export const MutualAidDeclined = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-declined',
  version: 1,
  description:
    'One side ended a case of mutual aid before help went out: the helper cannot help, or the asking region withdraws or refuses the offer.',
  subject: 'mutual aid',
  retention: 'years-2',
  sharing: toRegion,
  data: Type.Object({
    aidId: uuid('The case between two regions'),
    region: regionCode('Region that declines'),
    reason: text('Why', 500),
  }),
});
export type MutualAidDeclined = EventData<typeof MutualAidDeclined>;
