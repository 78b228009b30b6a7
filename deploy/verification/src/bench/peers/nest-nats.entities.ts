import { EntitySchema } from 'typeorm';
import type { CompletionJob } from './business-rows.js';

const text = { type: 'text' } as const;

export const CompletionRow = new EntitySchema<CompletionJob & { recordedBy: string }>({
  name: 'completion',
  schema: 'training_catalog',
  columns: {
    completionId: { type: 'uuid', primary: true, name: 'completion_id' },
    employeeId: { type: 'uuid', name: 'employee_id' },
    title: text,
    organiser: text,
    pathCode: { ...text, name: 'path_code' },
    scope: text,
    quantityHundredths: { type: 'integer', name: 'quantity_hundredths' },
    startedOn: { type: 'date', name: 'started_on' },
    completedOn: { type: 'date', name: 'completed_on' },
    certificateNumber: { ...text, name: 'certificate_number' },
    recordedBy: { ...text, name: 'recorded_by' },
  },
});

export const AuditRow = new EntitySchema<{
  id?: string;
  actor: string;
  action: string;
  objectType: string;
  objectId: string;
}>({
  name: 'audit_entry',
  schema: 'training_catalog',
  columns: {
    id: { type: 'bigint', primary: true, generated: 'increment' },
    actor: text,
    action: text,
    objectType: { ...text, name: 'object_type' },
    objectId: { ...text, name: 'object_id' },
  },
});
