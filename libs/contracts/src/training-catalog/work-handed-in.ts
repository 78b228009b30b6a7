import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { instant, text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

export const WorkHandedIn = defineEvent({
  service: 'training-catalog',
  name: 'work-handed-in',
  version: 1,
  description:
    'A learner handed in work for an assignment of a session of another region; a file follows in pieces of its own.',
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    submissionId: uuid('The work, the same in both regions'),
    enrolmentId: uuid('The enrolment, by which the host knows the learner'),
    assignmentId: uuid('The assignment'),
    handedInAt: instant('When, by the clock of the home region: a link that is down makes nobody late'),
    text: Type.Union([text('The work as text', 50_000), Type.Null()]),
    file: Type.Union(
      [
        Type.Object({
          name: text('Name of the file', 200),
          sha256: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'Hash of its bytes' }),
          bytes: Type.Integer({ minimum: 1, maximum: 20_971_520, description: 'Length' }),
          parts: Type.Integer({ minimum: 1, maximum: 200, description: 'Pieces that it comes in' }),
        }),
        Type.Null(),
      ],
      { description: 'The work as a file' },
    ),
  }),
});
export type WorkHandedIn = EventData<typeof WorkHandedIn>;
