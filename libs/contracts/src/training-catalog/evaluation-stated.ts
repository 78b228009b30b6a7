import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, date, instant, text, uuid, year } from '../definition/fields.js';
import { atHome } from '../definition/at-home.js';

const people = (description: string) =>
  Type.Union([Type.Integer({ minimum: 5 }), Type.Null()], { description: `${description}; null under five people` });
const score = (description: string) =>
  Type.Union([Type.Integer({ minimum: -10_000, maximum: 10_000 }), Type.Null()], {
    description: `${description}, in hundredths; null where fewer than five people answered`,
  });

export const EvaluationStated = defineEvent({
  service: 'training-catalog',
  name: 'evaluation-stated',
  version: 1,
  description:
    'A region stated how the trainings of one programme that ended in one year were evaluated, on the four levels; the newest statement replaces the one before.',
  subject: 'programme and year',
  retention: 'years-10',
  sharing: {
    audience: 'province',
    purpose: 'evaluation-totals',
    legalBasis: 'PP 11/2017 jo. PP 17/2020 art. 203: evaluation of competency development',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({
    programmeId: uuid('The programme'),
    title: text('Its title', 300),
    year: year('Calendar year in which the sessions ended'),
    statement: Type.Integer({ minimum: 1, description: 'Counts up per programme and year' }),
    asOf: instant('When it was true'),
    developmentTargetId: Type.Union([uuid('Development target that it serves'), Type.Null()]),
    developmentTarget: text('Development target in words', 300),
    sessions: count('Sessions held'),
    participants: people('People decided on'),
    passed: people('Of these, who passed'),
    reaction: Type.Object(
      { respondents: people('People who answered'), average: score('Average of 1 to 5') },
      { description: 'Level 1: reaction' },
    ),
    learning: Type.Object(
      {
        tested: people('People with a test before and after'),
        before: score('Average before, percent'),
        after: score('Average after, percent'),
        gain: score('Share of the possible gain that was made, percent'),
      },
      { description: 'Level 2: learning' },
    ),
    behaviour: Type.Object(
      {
        reviewed: people('People whose supervisors answered'),
        applied: people('Of these, who apply what they learned'),
        average: score('Average of 1 to 5'),
      },
      { description: 'Level 3: behaviour after three to six months' },
    ),
    results: Type.Array(
      Type.Object({
        indicator: text('Indicator of the development target', 300),
        unit: Type.Union([text('Unit of measure', 60), Type.Null()]),
        baseline: Type.Union([Type.Number(), Type.Null()], { description: 'Value before' }),
        target: Type.Union([Type.Number(), Type.Null()], { description: 'Value aimed at' }),
        observed: Type.Number({ description: 'Value observed' }),
        observedOn: date('Day of the observation'),
        difference: Type.Optional(Type.Number({ description: 'Observed less aimed at, where both are known' })),
        source: Type.Optional(
          Type.Object(
            {
              kind: Type.Enum(['REGISTER', 'NAMED'], {
                description: "From the register of development targets, or typed in with its source's name",
              }),
              targetId: Type.Union([uuid('The indicator in the register'), Type.Null()]),
              year: Type.Union([year('Year of the value'), Type.Null()]),
              revision: Type.Union([Type.Integer({ minimum: 1, description: 'Revision of the node' }), Type.Null()]),
              eventId: Type.Union([uuid('The event that told it'), Type.Null()]),
              name: Type.Union([text('Where a typed-in figure comes from'), Type.Null()]),
            },
            { description: 'Where the figure comes from' },
          ),
        ),
      }),
      { maxItems: 20, description: 'Level 4: result' },
    ),
    recommendation: Type.Enum(['KEEP', 'CHANGE', 'DROP', 'UNDECIDED'], { description: 'What the evidence speaks for' }),
    decision: Type.Union([Type.Enum(['KEEP', 'CHANGE', 'DROP']), Type.Null()], {
      description: 'What was decided; null as long as nothing was',
    }),
    decidedOn: Type.Union([date('Day of the decision'), Type.Null()]),
  }),
});
export type EvaluationStated = EventData<typeof EvaluationStated>;

/** The same for the region's own reports. */
export const EvaluationStatedAtHome = atHome(EvaluationStated);
