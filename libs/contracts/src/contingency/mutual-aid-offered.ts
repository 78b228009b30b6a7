import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, uuid } from '../definition/fields.js';
import { aidQuantities, sealedToRegion, toRegion } from './terms.js';

const data = Type.Object({
  aidId: uuid('The case between two regions'),
  helpingRegion: regionCode('Region that offers'),
  lines: aidQuantities('What is offered'),
  availableFrom: date('First day'),
  availableUntil: date('Last day'),
  conditions: Type.Union([Type.String({ minLength: 1, maxLength: 1_000 }), Type.Null()], {
    description: 'On what terms',
  }),
});

export const MutualAidOffered = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-offered',
  version: 1,
  description: 'A region that was asked for help offered some of it.',
  subject: 'mutual aid',
  retention: 'years-2',
  sharing: toRegion,
  data,
});
export type MutualAidOffered = EventData<typeof MutualAidOffered>;

/** The same, sealed for the other region: what is written in words (where to report, on what terms, why) may name people and their numbers. */
export const MutualAidOfferedV2 = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-offered',
  version: 2,
  description: 'A region that was asked for help offered some of it. Encrypted for the other region.',
  subject: 'mutual aid',
  retention: 'days-90',
  sharing: sealedToRegion,
  data,
  lifts: { contract: MutualAidOffered, lift: (old) => old },
});
export type MutualAidOfferedV2 = EventData<typeof MutualAidOfferedV2>;
