import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { regionCode, uuid } from '../definition/fields.js';
import { aidQuantities, sealedToRegion, toRegion } from './terms.js';

const data = Type.Object({
  aidId: uuid('The case between two regions'),
  askingRegion: regionCode('Region that accepts'),
  lines: aidQuantities('What is accepted, at most what was offered'),
});

export const MutualAidAccepted = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-accepted',
  version: 1,
  description: 'The region that asked for help took up an offer, whole or in part.',
  subject: 'mutual aid',
  retention: 'years-2',
  sharing: toRegion,
  data,
});
export type MutualAidAccepted = EventData<typeof MutualAidAccepted>;

/** The same, sealed for the other region: what is written in words (where to report, on what terms, why) may name people and their numbers. */
export const MutualAidAcceptedV2 = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-accepted',
  version: 2,
  description: 'The region that asked for help took up an offer, whole or in part. Encrypted for the other region.',
  subject: 'mutual aid',
  retention: 'days-90',
  sharing: sealedToRegion,
  data,
  lifts: { contract: MutualAidAccepted, lift: (old) => old },
});
export type MutualAidAcceptedV2 = EventData<typeof MutualAidAcceptedV2>;
