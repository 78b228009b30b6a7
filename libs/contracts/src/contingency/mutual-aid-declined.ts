import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { regionCode, text, uuid } from '../definition/fields.js';
import { sealedToRegion, toRegion } from './terms.js';

const data = Type.Object({
  aidId: uuid('The case between two regions'),
  region: regionCode('Region that declines'),
  reason: text('Why', 500),
});

export const MutualAidDeclined = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-declined',
  version: 1,
  description:
    'One side ended a case of mutual aid before help went out: the helper cannot help, or the asking region withdraws or refuses the offer.',
  subject: 'mutual aid',
  retention: 'years-2',
  sharing: toRegion,
  data,
});
export type MutualAidDeclined = EventData<typeof MutualAidDeclined>;

/** The same, sealed for the other region: what is written in words (where to report, on what terms, why) may name people and their numbers. */
export const MutualAidDeclinedV2 = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-declined',
  version: 2,
  description:
    'One side ended a case of mutual aid before help went out: the helper cannot help, or the asking region withdraws or refuses the offer. Encrypted for the other region.',
  subject: 'mutual aid',
  retention: 'days-90',
  sharing: sealedToRegion,
  data,
  lifts: { contract: MutualAidDeclined, lift: (old) => old },
});
export type MutualAidDeclinedV2 = EventData<typeof MutualAidDeclinedV2>;
