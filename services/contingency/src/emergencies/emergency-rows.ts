import { AppError, type SqlClient } from '@betang/platform';
import { Table } from '../database/table.js';
import type { EmergencyLevel, TaskState } from './emergency-levels.decision.js';

/** An emergency status of this region, through all its levels. */
export interface Emergency {
  readonly emergencyId: string;
  /** The plan that was activated; null: nobody had one. */
  readonly planId: string | null;
  readonly planVersion: number | null;
  readonly hazardCode: string;
  readonly title: string;
  readonly area: string;
  readonly level: EmergencyLevel;
  readonly declaration: number;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly endedOn: string | null;
}

/** One decree of an emergency, or its end. */
export interface Declaration {
  readonly emergencyId: string;
  readonly declaration: number;
  readonly level: EmergencyLevel;
  readonly decreeNumber: string | null;
  readonly decreeOn: string | null;
  readonly startsOn: string;
  readonly endsOn: string | null;
  /** Null: kept no longer. */
  readonly declaredBy: string | null;
}

export interface OperationTask {
  readonly taskId: string;
  readonly emergencyId: string;
  readonly number: number;
  readonly field: string;
  readonly title: string;
  readonly responsible: string;
  readonly dueAt: Date;
  readonly state: TaskState;
  readonly note: string | null;
  readonly changedBy: string | null;
  readonly changedAt: Date | null;
  /** Who added it during the emergency; null: the plan foresaw it. */
  readonly addedBy: string | null;
  readonly revision: number;
}

/** One step of a task: who ticked it off, and when. */
export interface TaskStep {
  readonly taskId: string;
  readonly revision: number;
  readonly fromState: TaskState;
  readonly toState: TaskState;
  readonly note: string | null;
  /** Null: kept no longer. */
  readonly changedBy: string | null;
  readonly changedAt: Date;
}

export const EMERGENCIES = new Table<Emergency>('emergency', 'emergencyId');
export const DECLARATIONS = new Table<Declaration>('emergency_declaration', 'emergencyId');
export const STEPS = new Table<TaskStep>('operation_step', 'taskId');
export const TASKS = new Table<OperationTask>('operation_task', 'taskId', { notFound: 'operation-task-not-found' });

const KNOWN = `SELECT 1 FROM emergency WHERE emergency_id = $1 UNION ALL SELECT 1 FROM region_emergency WHERE emergency_id = $1 AND title IS NOT NULL LIMIT 1`;

/** An emergency of this region, or one that another region told of. Throws `emergency-not-found` (404). */
export async function assertEmergencyKnown(db: SqlClient, emergencyId: string): Promise<void> {
  const rows = await db.query(KNOWN, [emergencyId]);
  if (rows.length === 0) throw new AppError('emergency-not-found', { status: 404 });
}
