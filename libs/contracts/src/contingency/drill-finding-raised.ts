import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { date, text, uuid } from '../definition/fields.js';
import { hazardCode, planId } from './terms.js';

export const DrillFindingRaised = defineEvent({
  service: 'contingency',
  name: 'drill-finding-raised',
  version: 1,
  description:
    'A drill or an after-action review found that people lack a competency; becomes a need in the competency need map.',
  subject: 'finding',
  retention: 'years-10',
  data: Type.Object({
    findingId: uuid('The finding; a second event with the same id is the same one'),
    source: Type.Enum(['DRILL', 'AFTER_ACTION'], { description: 'Drill, or review after an activation' }),
    sourceId: uuid('The drill or the activation'),
    planId: planId(),
    hazardCode: hazardCode(),
    title: text('What was found', 500),
    severity: Type.Enum(['LOW', 'MEDIUM', 'HIGH'], { description: 'How much it matters' }),
    competencyCode: text('Competency that lacks', 40),
    level: Type.Integer({ minimum: 1, maximum: 5, description: 'Level that is needed' }),
    people: Type.Integer({ minimum: 1, maximum: 100_000, description: 'How many people lack it' }),
    unitId: Type.Union([uuid('Unit or agency whose people lack it; none: the whole region'), Type.Null()]),
    employeeIds: Type.Array(uuid('Person'), {
      maxItems: 1_000,
      description: 'Who lacks it, where the finding names them; never leaves the region',
    }),
    dueOn: Type.Union([date('Day by which it should be mended'), Type.Null()]),
    raisedOn: date('Day of the finding'),
  }),
});
export type DrillFindingRaised = EventData<typeof DrillFindingRaised>;

/** The same, also of an emergency for whose hazard there is no plan. */
export const DrillFindingRaisedV2 = defineEvent({
  service: 'contingency',
  name: 'drill-finding-raised',
  version: 2,
  description:
    'A drill or an after-action review, also of an emergency without a plan, found that people lack a competency; becomes a need in the competency need map.',
  subject: 'finding',
  retention: 'years-10',
  data: Type.Object({
    ...DrillFindingRaised.definition.data.properties,
    planId: Type.Union([planId(), Type.Null()]),
  }),
  lifts: { contract: DrillFindingRaised, lift: (old) => old },
});
export type DrillFindingRaisedV2 = EventData<typeof DrillFindingRaisedV2>;
