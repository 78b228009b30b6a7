import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { uuid } from '../definition/fields.js';
import { competencyCode, competencyLevel } from './terms.js';

const levels = () =>
  Type.Array(competencyLevel('Level from now on'), {
    minItems: 6,
    maxItems: 6,
    description: 'What the levels 0 to 5 of the version before are now, in order',
  });

export const CompetencyCodesSucceeded = defineEvent({
  service: 'competency-mapping',
  name: 'competency-codes-succeeded',
  version: 1,
  description:
    'A version of the dictionary (kamus kompetensi) took the place of the one before: what became of each code that changed, so that whatever asks for a competency goes on asking for the same thing.',
  subject: 'dictionary version',
  retention: 'years-10',
  data: Type.Object({
    dictionaryId: uuid('The version that holds from now on'),
    dictionaryVersion: Type.Integer({ minimum: 2, description: 'Counts up; each version succeeds the one before' }),
    successions: Type.Array(
      Type.Object({
        fromCode: competencyCode('Code in the version before'),
        toCode: Type.Union([competencyCode('Code from now on'), Type.Null()], {
          description: 'Code from now on; none: nothing takes its place',
        }),
        levels: levels(),
        also: Type.Optional(
          Type.Array(Type.Object({ toCode: competencyCode('Another code that it is from now on'), levels: levels() }), {
            maxItems: 20,
            description:
              'What else it became where it was split: whatever asked for it asks for all of them, and whatever showed it shows all of them',
          }),
        ),
      }),
      { maxItems: 2_000, description: 'Codes that changed; a code that is not named stays as it is' },
    ),
  }),
});
export type CompetencyCodesSucceeded = EventData<typeof CompetencyCodesSucceeded>;
