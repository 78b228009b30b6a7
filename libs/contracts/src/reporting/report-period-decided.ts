import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { instant, regionCode, text } from '../definition/fields.js';
import { period, submission } from './terms.js';

export const ReportPeriodDecided = defineEvent({
  service: 'reporting',
  name: 'report-period-decided',
  version: 1,
  description:
    "The province approved a region's report of a period, sent it back, or locked it (penetapan dan penguncian laporan).",
  subject: 'region and period',
  retention: 'years-10',
  sharing: {
    audience: 'federation',
    purpose: 'period-reports',
    legalBasis: 'PP 11/2017 jo. PP 17/2020 art. 203: evaluation and report of competency development',
    personalData: 'none',
    consent: 'default',
  },
  data: Type.Object({
    region: regionCode('Region whose report it is'),
    ...period,
    submission: submission(),
    decision: Type.Enum(['APPROVED', 'RETURNED', 'LOCKED'], { description: 'What was decided' }),
    reason: Type.Union([text('Why it was sent back; names no person'), Type.Null()]),
    decidedAt: instant('When it was decided'),
  }),
});
export type ReportPeriodDecided = EventData<typeof ReportPeriodDecided>;
