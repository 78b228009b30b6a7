import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { regionCode, text, uuid } from '../definition/fields.js';
import { handedOverEntry } from './learning-record-handed-over.js';

export const LaterHoursHandedOver = defineEvent({
  service: 'learning-hours',
  name: 'later-hours-handed-over',
  version: 1,
  description:
    'After a person moved (mutasi) the former region still booked hours of the person, or took some back: how each completion stands now.',
  subject: 'transfer',
  retention: 'days-90',
  sharing: {
    audience: 'directed',
    purpose: 'transfer',
    legalBasis: 'UU 20/2023 art. 49 (learning connected across agencies); UU 27/2022 art. 20: public task',
    personalData: 'encrypted',
    consent: 'always',
  },
  data: Type.Object({
    transferId: uuid('The transfer (mutasi)'),
    formerEmployeeId: uuid('The person, as the former region names it'),
    changes: Type.Array(
      Type.Object({
        completionId: uuid('The completion, as the region that first booked it named it'),
        originRegion: regionCode('The region that first booked it'),
        revision: Type.Integer({
          minimum: 1,
          description: 'Counts up with every change of the completion; the highest holds',
        }),
        entry: Type.Union([handedOverEntry, Type.Null()], {
          description: 'The entry in force; null: the completion was taken back',
        }),
        reason: Type.Union([text('Why it was taken back'), Type.Null()]),
      }),
      { minItems: 1, maxItems: 200, description: 'Completions that changed since the record was handed over' },
    ),
  }),
});
export type LaterHoursHandedOver = EventData<typeof LaterHoursHandedOver>;
