import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

export const WorkPieceHandedIn = defineEvent({
  service: 'training-catalog',
  name: 'work-piece-handed-in',
  version: 1,
  description: 'One piece of a file that a learner handed in for an assignment of another region.',
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    submissionId: uuid('The work'),
    part: Type.Integer({ minimum: 1, maximum: 200, description: 'Number of the piece, from 1' }),
    content: Type.String({
      minLength: 4,
      maxLength: 174_764,
      pattern: '^[A-Za-z0-9+/]+={0,2}$',
      description: 'At most 128 KiB of the file, base64',
    }),
  }),
});
export type WorkPieceHandedIn = EventData<typeof WorkPieceHandedIn>;
