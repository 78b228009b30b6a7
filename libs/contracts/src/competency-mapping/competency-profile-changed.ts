import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';
import { competencyCode, competencyLevel } from './terms.js';

/** Why a profile changed. */
export const PROFILE_CHANGE_CAUSES = [
  'ASSESSMENT',
  'TRAINING',
  'REVOCATION',
  'EXPIRY',
  'DICTIONARY',
  'RULE',
  'TRANSFER',
] as const;
export type ProfileChangeCause = (typeof PROFILE_CHANGE_CAUSES)[number];

export const CompetencyProfileChanged = defineEvent({
  service: 'competency-mapping',
  name: 'competency-profile-changed',
  version: 1,
  description:
    'Levels of a person changed: new evidence, evidence that expired or was revoked, another dictionary, another rule. Carries the competencies that changed only.',
  subject: 'employee',
  retention: 'years-10',
  data: Type.Object({
    employeeId: uuid('Whose profile it is'),
    cause: Type.Enum([...PROFILE_CHANGE_CAUSES], { description: 'Why it changed' }),
    ruleVersion: text('Version of the rule that the levels follow from', 60),
    dictionaryVersion: Type.Integer({ minimum: 1, description: 'Version of the dictionary that the codes are of' }),
    changes: Type.Array(
      Type.Object({
        competencyCode: competencyCode(),
        level: Type.Union([competencyLevel('Level now'), Type.Null()], {
          description: 'Level now; none: nothing valid shows this competency any more',
        }),
        previousLevel: Type.Union([competencyLevel('Level before'), Type.Null()]),
        validUntil: Type.Union([date('Last day that the evidence holds'), Type.Null()], {
          description: 'Last day that the evidence holds; none: without end, or no level',
        }),
      }),
      { minItems: 1, maxItems: 1000, description: 'Competencies that changed' },
    ),
  }),
});
export type CompetencyProfileChanged = EventData<typeof CompetencyProfileChanged>;
