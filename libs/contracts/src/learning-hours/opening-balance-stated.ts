import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, hundredths, pseudonym, uuid, year } from '../definition/fields.js';

export const OpeningBalanceStated = defineEvent({
  service: 'learning-hours',
  name: 'opening-balance-stated',
  version: 1,
  description:
    'A region that opted in states with which hours a person who moved there begins, so that the province does not count them twice.',
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
    learner: pseudonym('The person in the new region'),
    former: Type.Union([pseudonym('The person in the former region'), Type.Null()]),
    transferId: uuid('The transfer'),
    balances: Type.Array(
      Type.Object({ year: year('Calendar year'), counted: hundredths('Counted hours taken over') }),
      { maxItems: 60, description: 'By year' },
    ),
    movedOn: Type.Optional(
      date(
        'First day of service in the new region; absent in what older releases told: then the day on which it was told',
      ),
    ),
  }),
});
export type OpeningBalanceStated = EventData<typeof OpeningBalanceStated>;
