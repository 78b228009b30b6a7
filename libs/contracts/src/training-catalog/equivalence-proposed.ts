import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { regionCode, text, uuid } from '../definition/fields.js';
import { catalogueTerms } from './catalogue-terms.js';

export const EquivalenceProposed = defineEvent({
  service: 'training-catalog',
  name: 'equivalence-proposed',
  version: 1,
  description:
    "A region, which thereby approves it itself, proposed that one of its programmes and one of another region's count as the same.",
  subject: 'equivalence',
  retention: 'years-10',
  sharing: catalogueTerms,
  data: Type.Object({
    equivalenceId: uuid('The equivalence (penyetaraan)'),
    programmeId: uuid('Programme of the region that proposes'),
    proposingRegion: regionCode('Region that proposes'),
    otherProgrammeId: uuid('Programme of the other region'),
    otherRegion: regionCode('Region that must approve too'),
    reason: text('Why they are equal'),
  }),
});
export type EquivalenceProposed = EventData<typeof EquivalenceProposed>;
