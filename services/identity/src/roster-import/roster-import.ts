import type { RosterFileFormat } from '../roster-file/open-roster-file.js';
import type { LeaveReason } from '../employees/employee.js';
import type { FoundSheet, RosterMapping } from '../roster-file/read-roster.js';

/**
 * READING -> (NEEDS_MAPPING -> READING) -> COMPARING -> PREVIEWED -> APPLYING -> APPLIED -> (UNDOING -> UNDONE); FAILED when the file cannot be read;
 * CANCELLED by an officer before it is applied.
 */
export const IMPORT_STATES = [
  'READING',
  'NEEDS_MAPPING',
  'COMPARING',
  'PREVIEWED',
  'APPLYING',
  'APPLIED',
  'UNDOING',
  'UNDONE',
  'FAILED',
  'CANCELLED',
] as const;
export type ImportState = (typeof IMPORT_STATES)[number];

/** What the officer decided when a preview is applied. */
export interface ApplyOrder {
  /** People of the agencies in the file whom the file does not name leave; else they are listed only. */
  readonly applyLeavers: boolean;
  /** First day no longer in service. */
  readonly leftOn: string;
  readonly leaveReason: LeaveReason;
  /** `create` records units that nobody recorded; `queue` puts their people into the agency and queues a correction. */
  readonly newUnits: 'create' | 'queue';
  /** From when changes hold that the file gives no day for, `YYYY-MM-DD`; imports of before had none. */
  readonly effectiveOn?: string;
}

/** What the officer decided when an import is undone. */
export interface UndoOrder {
  /** Rows whose people were changed since stay as they are; else the undo is refused. */
  readonly keepChanged: boolean;
  /** The act under which it is written, and the day from which it holds. */
  readonly actId: string;
  readonly on: string;
}

/** One import of a roster file and how far it is. */
export interface RosterImport {
  readonly importId: string;
  readonly state: ImportState;
  readonly fileName: string;
  readonly fileFormat: RosterFileFormat;
  readonly fileBytes: number;
  readonly contentHash: string;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
  readonly layout: readonly FoundSheet[] | null;
  readonly mapping: RosterMapping | null;
  readonly rowsRead: number;
  readonly rowsBad: number;
  readonly rowsCompared: number;
  readonly rowsIgnored: number;
  readonly applyOrder: ApplyOrder | null;
  readonly appliedBy: string | null;
  readonly rowsApplied: number;
  readonly leaversApplied: number;
  readonly eventsWritten: number;
  readonly mappingSource: 'RECOGNISED' | 'SAVED' | 'OFFICER' | null;
  readonly undoOrder: UndoOrder | null;
  readonly undoneBy: string | null;
  readonly rowsUndone: number;
  readonly rowsKept: number;
  readonly failureCode: string | null;
  readonly changedAt: Date;
  readonly finishedAt: Date | null;
}

/** States in which a worker has something to do. */
export const WORKING_STATES: readonly ImportState[] = ['READING', 'COMPARING', 'APPLYING', 'UNDOING'];
