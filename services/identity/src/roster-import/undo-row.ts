import type { Employee, RecordedEmployee } from '../employees/employee.js';

/** A change of an import that might be taken back. */
export interface AppliedChange {
  readonly employeeId: string;
  /** Null: the import put the person on record. */
  readonly before: (Employee & { readonly version?: number }) | null;
  /** The version that the import left behind. */
  readonly afterVersion: number;
}

export type UndoDecision =
  | { readonly kind: 'keep'; readonly because: 'changed-since' | 'in-transfer' | 'gone' }
  /** The person goes off the record: never was in service here. */
  | { readonly kind: 'withdraw' }
  /** The person left again, as before the import. */
  | { readonly kind: 'leave-again'; readonly leftOn: string }
  | { readonly kind: 'restore'; readonly employee: Employee };

/** What undoing means for one person as they are now. Whoever was changed since, by whatever way, stays as they are. */
export function undoChange(
  change: AppliedChange,
  now: RecordedEmployee | undefined,
  inTransfer: boolean,
): UndoDecision {
  if (!now) return { kind: 'keep', because: 'gone' };
  if (now.version !== change.afterVersion) return { kind: 'keep', because: 'changed-since' };
  if (inTransfer) return { kind: 'keep', because: 'in-transfer' };
  if (change.before === null) return { kind: 'withdraw' };
  if (change.before.leftOn !== null) return { kind: 'leave-again', leftOn: change.before.leftOn };
  return { kind: 'restore', employee: { ...change.before, employeeNumber: now.employeeNumber } };
}
