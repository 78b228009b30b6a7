import { Table } from '../database/table.js';

/** The review of an emergency (kaji ulang). */
export interface AfterAction {
  readonly emergencyId: string;
  readonly state: 'OPEN' | 'CLOSED';
  readonly dueOn: string;
  readonly summary: string | null;
  readonly closedOn: string | null;
  readonly closedBy: string | null;
}

/** What went well or ill. */
export interface Observation {
  readonly observationId: string;
  readonly emergencyId: string;
  readonly went: 'WELL' | 'ILL';
  /** Field (bidang) that it is about. */
  readonly field: string | null;
  readonly text: string;
  /** Null: kept no longer. */
  readonly recordedBy: string | null;
}

export const AFTER_ACTIONS = new Table<AfterAction>('after_action', 'emergencyId');
export const OBSERVATIONS = new Table<Observation>('observation', 'observationId');
