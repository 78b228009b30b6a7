import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { employmentStatus, regionCode, text, uuid } from '../definition/fields.js';
import { guestTerms } from './guest-terms.js';

export const EnrolmentRequested = defineEvent({
  service: 'training-catalog',
  name: 'enrolment-requested',
  version: 1,
  description: 'A region asked another one for a seat for one of its people; tells who it is, for that purpose only.',
  subject: 'enrolment',
  retention: 'days-90',
  sharing: guestTerms,
  data: Type.Object({
    enrolmentId: uuid('The enrolment, the same in both regions'),
    sessionId: uuid('The session'),
    homeRegion: regionCode('Region of the learner'),
    learner: Type.Object(
      {
        name: text('Full name', 200),
        employeeNumber: Type.String({ pattern: '^\\d{18}$', description: 'NIP or NI PPPK, for the certificate' }),
        employmentStatus: employmentStatus(),
      },
      { description: 'Who is to learn' },
    ),
  }),
});
export type EnrolmentRequested = EventData<typeof EnrolmentRequested>;
