import { Type } from 'typebox';
import { defineEvent, type EventData } from '../definition/define-event.js';
import { text, uuid } from '../definition/fields.js';
import { toFederation } from './terms.js';

export const PlanTemplateWithdrawn = defineEvent({
  service: 'contingency',
  name: 'plan-template-withdrawn',
  version: 1,
  description: 'A template of a contingency plan is no longer offered; plans made from it stay.',
  subject: 'plan template',
  retention: 'years-10',
  sharing: { ...toFederation, purpose: 'plan-templates', consent: 'default' },
  data: Type.Object({ templateId: uuid('The template'), reason: text('Why', 500) }),
});
export type PlanTemplateWithdrawn = EventData<typeof PlanTemplateWithdrawn>;
