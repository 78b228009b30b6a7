import { Type } from 'typebox';
import { defineEvent, type EventData } from '../envelope/define-event.js';
import { regionCode, uuid } from '../envelope/fields.js';
import { aidQuantities, toRegion } from './terms.js';

export const MutualAidAccepted = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-accepted',
  version: 1,
  description: 'The region that asked for help took up an offer, whole or in part.',
  subject: 'mutual aid',
  retention: 'years-2',
  sharing: toRegion,
  data: Type.Object({
    aidId: uuid('The case between two regions'),
    askingRegion: regionCode('Region that accepts'),
    lines: aidQuantities('What is accepted, at most what was offered'),
  }),
});
export type MutualAidAccepted = EventData<typeof MutualAidAccepted>;
