import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, hundredths, instant, regionCode, text, uuid, year } from '../definition/fields.js';

const people = (description: string) =>
  Type.Union([Type.Integer({ minimum: 0 }), Type.Null()], {
    description: `${description}; null for one to four people`,
  });

export const ProgrammeUseStated = defineEvent({
  service: 'training-catalog',
  name: 'programme-use-stated',
  version: 1,
  description:
    "A region stated how one programme, its own or another region's, was used in a year; the newest statement replaces the one before.",
  subject: 'programme and year',
  retention: 'years-10',
  sharing: {
    audience: 'province',
    purpose: 'programme-use',
    legalBasis: 'PP 11/2017 jo. PP 17/2020 art. 203: evaluation of competency development',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({
    programmeId: uuid('The programme'),
    organiserRegion: Type.Union([regionCode('Region that offers it'), Type.Null()], {
      description: 'Null while its publication has not come to the region',
    }),
    title: Type.Union([text('Title', 300), Type.Null()]),
    pathCode: Type.Union([text('Path of development (jalur)', 10), Type.Null()]),
    developmentTargetId: Type.Union([uuid('Development target that it serves'), Type.Null()]),
    origin: Type.Union([Type.Enum(['ADOPTED', 'FORKED']), Type.Null()], {
      description: 'How the region came by it, when it took it over from another',
    }),
    year: year('Calendar year'),
    statement: Type.Integer({ minimum: 1, description: 'Counts up per programme and year; a lower one is older' }),
    asOf: instant('When it was true'),
    sessions: count('Sessions held here that end in the year'),
    seats: count('Seats of those sessions'),
    completed: people('People of the region who completed it, here or elsewhere'),
    completedElsewhere: people('Of those, completed in a session of another region'),
    guestsCompleted: people('People of other regions who completed it here'),
    hours: hundredths('Hours of the programme times those who completed it; 0 where the number is hidden'),
  }),
});
export type ProgrammeUseStated = EventData<typeof ProgrammeUseStated>;
