import { AppError } from '@betang/platform';
import type { IdentifierKind } from '../employees/employee-store.js';
import type { LeaveReason, RecordedEmployee } from '../employees/employee.js';
import { appointedBefore, numberOnRecord } from '../employees/person-dates.js';

/** The record that stays, and the one that becomes part of it. */
export interface MergePair {
  readonly stays: string;
  readonly goes: string;
}

/** A number of a record as it stood. */
export interface KeptIdentifier {
  readonly kind: IdentifierKind;
  readonly value: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

/** What a merge changed, so that it can be undone. */
export interface BeforeMerge {
  readonly going: RecordedEmployee;
  readonly staying: {
    readonly leftOn: string | null;
    readonly leaveReason: LeaveReason | null;
    readonly agencyId: string;
    readonly unitId: string;
  };
  readonly identifiers: { readonly stays: readonly KeptIdentifier[]; readonly goes: readonly KeptIdentifier[] };
  readonly account: { readonly accountId: string; readonly was: 'MOVED' | 'DISABLED' } | null;
  readonly heads: readonly string[];
  readonly supervised: readonly string[];
  readonly corrections: readonly string[];
}

export const MERGE_STATES = ['OPEN', 'FINAL', 'UNDONE'] as const;
export type MergeState = (typeof MERGE_STATES)[number];

/** Two records joined. `OPEN`: it can be undone; `FINAL`: the other services were told, and joined what they keep. */
export interface RecordMerge extends MergePair {
  readonly mergeId: string;
  readonly state: MergeState;
  readonly before: BeforeMerge | null;
  readonly undoUntil: Date;
}

/** What stands in the way of a merge besides the records themselves. */
export type MergeHindrance = 'transfer' | 'merge' | undefined;

/**
 * The two records, where they may be joined: two of them, the one that goes in service, neither in a transfer or part of a merge that may still be undone.
 * @throws AppError `employee-merge-itself`, `employee-not-found`, `employee-has-left`, `employee-transferred`, `transfer-open`, `employee-merge-open`,
 * `birth-date.after-appointment` where the one was appointed before the other was born
 */
export function assertMayMerge(
  { stays, goes }: MergePair,
  people: ReadonlyMap<string, RecordedEmployee>,
  hindrance: MergeHindrance,
): [staying: RecordedEmployee, going: RecordedEmployee] {
  if (stays === goes) throw new AppError('employee-merge-itself', { status: 409, field: 'employeeId' });
  const [staying, going] = [people.get(stays), people.get(goes)];
  if (!staying || !going) throw new AppError('employee-not-found', { status: 404, field: 'employeeId' });
  if (hindrance === 'merge') throw new AppError('employee-merge-open', { status: 409 });
  if (hindrance === 'transfer') throw new AppError('transfer-open', { status: 409 });
  if (going.leftOn !== null) throw new AppError('employee-has-left', { status: 409 });
  if (staying.transferredTo)
    throw new AppError('employee-transferred', { status: 409, params: { region: staying.transferredTo } });
  if (staying.birthDate !== null && appointedBefore(staying.birthDate, numberOnRecord(going.employeeNumber)))
    throw new AppError('birth-date.after-appointment', { status: 409, field: 'employeeId' });
  return [staying, going];
}

/** Numbers that came to the record that stays by the merge, and were not its own before. */
export function numbersToGiveBack({ identifiers }: BeforeMerge): KeptIdentifier[] {
  const own = new Set(identifiers.stays.map(({ kind, value }) => `${kind} ${value}`));
  return identifiers.goes.filter(({ kind, value }) => !own.has(`${kind} ${value}`));
}

/** @throws AppError `employee-merge-final` once the time is over, or it has ended */
export function assertMayUndo(merge: RecordMerge, now: Date): BeforeMerge {
  if (merge.state !== 'OPEN' || merge.before === null || merge.undoUntil <= now)
    throw new AppError('employee-merge-final', { status: 409 });
  return merge.before;
}
