import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { employmentStatus, hundredths, month, pseudonym, text, uuid, year } from '../definition/fields.js';

export const LearnerHoursShared = defineEvent({
  service: 'learning-hours',
  name: 'learner-hours-shared',
  version: 1,
  description: 'One ledger entry of a person under a pseudonym, from a region that opted in to this purpose.',
  subject: 'pseudonym',
  retention: 'years-2',
  sharing: {
    audience: 'province',
    purpose: 'learner-level-analysis',
    legalBasis: 'UU 27/2022 art. 20: public task; PP 11/2017 art. 203',
    personalData: 'pseudonym',
    consent: 'opt-in',
  },
  data: Type.Object({
    learner: pseudonym('The person'),
    entryId: uuid('The entry; the same entry is counted once'),
    agencyId: Type.Union([uuid('Agency'), Type.Null()]),
    employmentStatus: Type.Union([employmentStatus(), Type.Null()]),
    year: year('Calendar year'),
    month: month('Month of completion'),
    pathCode: text('Path of development (jalur)', 10),
    counted: hundredths('Counted hours; negative for a reversal'),
  }),
});
export type LearnerHoursShared = EventData<typeof LearnerHoursShared>;
