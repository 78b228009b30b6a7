import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { developmentTargetFields } from './development-target-fields.js';

export const DevelopmentTargetRecorded = defineEvent({
  service: 'competency-mapping',
  name: 'development-target-recorded',
  version: 1,
  description:
    "A node of the region's medium-term plan (RPJMD: visi, misi, tujuan, sasaran, indikator) was recorded, changed or withdrawn; carries the whole present.",
  subject: 'development target',
  retention: 'years-10',
  data: Type.Object(developmentTargetFields),
});
export type DevelopmentTargetRecorded = EventData<typeof DevelopmentTargetRecorded>;
