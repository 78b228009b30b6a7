import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { instant, text } from '../definition/fields.js';
import { period, submission, toProvince } from './terms.js';

export const ReportPeriodSubmitted = defineEvent({
  service: 'reporting',
  name: 'report-period-submitted',
  version: 1,
  description:
    'A region submitted its report of a period (laporan berkala) with the figures as they stood; figures about few people are left out.',
  subject: 'period',
  retention: 'years-10',
  sharing: toProvince(
    'period-reports',
    'PP 11/2017 jo. PP 17/2020 art. 203: evaluation and report of competency development',
  ),
  data: Type.Object({
    ...period,
    submission: submission(),
    submittedAt: instant('When it was submitted'),
    asOf: Type.Union([instant('Up to when the figures are whole'), Type.Null()]),
    digest: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the figures in their order' }),
    figures: Type.Array(
      Type.Object({
        report: text('Name of the report', 40),
        key: text('What the figure is about within the report: an agency, a status', 80),
        figure: text('Name of the figure', 40),
        value: Type.Union([Type.Integer(), Type.Null()], {
          description: 'People, hundredths of a JP or rupiah; null where it is hidden or not known',
        }),
      }),
      { maxItems: 1_500, description: 'The figures that were submitted' },
    ),
  }),
});
export type ReportPeriodSubmitted = EventData<typeof ReportPeriodSubmitted>;
