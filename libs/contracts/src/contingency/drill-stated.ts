import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { count, date, instant, text, uuid } from '../definition/fields.js';
import { atHome } from '../definition/at-home.js';
import { drillKind, hazardCode, planId, statement, toProvince } from './terms.js';

export const DrillStated = defineEvent({
  service: 'contingency',
  name: 'drill-stated',
  version: 1,
  description:
    'A region stated one drill of a contingency plan: planned, held or cancelled, how many took part, what became of its findings; the newest statement replaces the one before.',
  subject: 'drill',
  retention: 'years-10',
  sharing: toProvince,
  data: Type.Object({
    drillId: uuid('The drill'),
    planId: planId(),
    hazardCode: hazardCode(),
    kind: drillKind(),
    title: text('Title', 300),
    statement: statement(),
    asOf: instant('When it was true'),
    state: Type.Enum(['PLANNED', 'HELD', 'EVALUATED', 'CANCELLED'], { description: 'State of the drill' }),
    startsOn: date('First day'),
    endsOn: date('Last day'),
    participants: count('People of the region who took part'),
    findings: count('Findings'),
    openActions: count('Actions not done yet'),
    overdueActions: count('Actions past their day'),
  }),
});
export type DrillStated = EventData<typeof DrillStated>;

/** The same for the region's own reports. */
export const DrillStatedAtHome = atHome(DrillStated);
