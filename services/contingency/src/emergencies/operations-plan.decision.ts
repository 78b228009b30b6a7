import type { PlanContent, Row } from '../plans/plan-content.decision.js';

/** A task of the operations plan (rencana operasi). */
export interface PlannedTask {
  readonly number: number;
  readonly field: string;
  readonly title: string;
  readonly responsible: string;
  readonly dueAt: Date;
}

/** The tasks of a plan's fields, due so many hours after the activation, in the order of their time: the contingency plan becomes the operations plan. */
export function operationsPlan(sections: PlanContent, activatedAt: Date): PlannedTask[] {
  const rows = (sections['execution.fieldTasks'] ?? []) as readonly Row[];
  return [...rows]
    .sort((a, b) => hours(a) - hours(b))
    .map((row, index) => ({
      number: index + 1,
      field: String(row['field']),
      title: String(row['task']),
      responsible: String(row['responsible']),
      dueAt: new Date(activatedAt.getTime() + hours(row) * 3_600_000),
    }));
}

function hours(row: Row): number {
  return Number(row['withinHours'] ?? 0);
}
