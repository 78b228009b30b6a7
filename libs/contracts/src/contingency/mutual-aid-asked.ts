import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, regionCode, text, uuid } from '../definition/fields.js';
import { aidLine, hazardCode, sealedToRegion, toRegion } from './terms.js';

const data = Type.Object({
  aidId: uuid('The case between two regions'),
  askingRegion: regionCode('Region that asks'),
  emergencyId: Type.Union([uuid('The emergency that it is for'), Type.Null()]),
  hazardCode: hazardCode(),
  title: text('What happens', 300),
  neededBy: date('Day by which it is needed'),
  meetingPoint: text('Where to report', 300),
  lines: Type.Array(aidLine, { minItems: 1, maxItems: 100, description: 'What is asked for' }),
});

export const MutualAidAsked = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-asked',
  version: 1,
  description: 'A region asked another one for help in an emergency: people, goods, funds or facilities.',
  subject: 'mutual aid',
  retention: 'years-2',
  sharing: toRegion,
  data,
});
export type MutualAidAsked = EventData<typeof MutualAidAsked>;

/** The same, sealed for the other region: what is written in words (where to report, on what terms, why) may name people and their numbers. */
export const MutualAidAskedV2 = defineEvent({
  service: 'contingency',
  name: 'mutual-aid-asked',
  version: 2,
  description:
    'A region asked another one for help in an emergency: people, goods, funds or facilities. Encrypted for the other region.',
  subject: 'mutual aid',
  retention: 'days-90',
  sharing: sealedToRegion,
  data,
  lifts: { contract: MutualAidAsked, lift: (old) => old },
});
export type MutualAidAskedV2 = EventData<typeof MutualAidAskedV2>;
