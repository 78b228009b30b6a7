import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { regionCode, text, uuid } from '../definition/fields.js';
import { catalogueTerms } from './catalogue-terms.js';

export const EquivalenceDecided = defineEvent({
  service: 'training-catalog',
  name: 'equivalence-decided',
  version: 1,
  description:
    'The other region approved or refused an equivalence, or one of the two ended it; an ended or refused one stays so.',
  subject: 'equivalence',
  retention: 'years-10',
  sharing: catalogueTerms,
  data: Type.Object({
    equivalenceId: uuid('The equivalence (penyetaraan)'),
    decidingRegion: regionCode('Region that decided'),
    decision: Type.Enum(['APPROVED', 'REFUSED', 'ENDED'], { description: 'What it decided' }),
    reason: text('Why'),
  }),
});
export type EquivalenceDecided = EventData<typeof EquivalenceDecided>;
