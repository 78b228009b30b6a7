import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

const rating = (description: string) => Type.Integer({ minimum: 1, maximum: 5, description });

export const GuestReacted = defineEvent({
  service: 'training-catalog',
  name: 'guest-reacted',
  version: 1,
  description:
    'Somebody of the home region says what a session of the host was like (evaluation level 1). Nobody is named: the home region has seen to it that whoever answers had a seat and answers once.',
  subject: 'session',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    reactionId: uuid('Drawn by chance for this answer, so that it counts once; kept nowhere at home'),
    sessionId: uuid('The session'),
    content: rating('Content (materi), 1 poor to 5 very good'),
    trainer: rating('Trainers (pengajar)'),
    method: rating('Method (metode)'),
    facilities: rating('Facilities (sarana)'),
    usefulness: rating('Usefulness for the work (kemanfaatan)'),
    remark: Type.Union([Type.String({ maxLength: 1000 }), Type.Null()], { description: 'In own words; names nobody' }),
  }),
});
export type GuestReacted = EventData<typeof GuestReacted>;
