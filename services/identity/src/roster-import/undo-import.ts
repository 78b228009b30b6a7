import type { Outbox } from '@betang/messaging';
import type { Transaction, UnitOfWork } from '@betang/platform';
import { firstDayOf } from '../employees/earlier-years.js';
import { lockEmployees } from '../employees/employee-store.js';
import type { Employee, LeaveReason } from '../employees/employee.js';
import { undoPeriods } from '../employees/period-store.js';
import { Register, type Leaving } from '../employees/register.js';
import { todayIn } from '../organisation/effective-day.js';
import { loadUnitsById, lockRegistry, unitEvents } from '../organisation/unit-store.js';
import { advanceUndone, finish, lockImport } from './import-store.js';
import { markLeavers, nextLeaversToUndo } from './leaver-store.js';
import type { RosterImport } from './roster-import.js';
import { undoChange, type AppliedChange, type UndoDecision } from './undo-row.js';
import {
  closeMadeUnits,
  dropIdentifiers,
  findInTransfer,
  markRows,
  nextRowsToUndo,
  passOnVersions,
  settleOpened,
} from './undo-store.js';

const ROWS_A_TRANSACTION = 1000;

interface Judged {
  readonly change: AppliedChange;
  readonly now: Employee | undefined;
  readonly decision: UndoDecision;
}

/**
 * Takes an import back by compensating events, a thousand people a transaction: leavers come back, changes are reversed, joiners go off the record, units
 * that it made and nobody uses are closed. Whoever was changed since stays, and is listed. A crash is followed by one who goes on.
 */
export class ImportUndo {
  constructor(
    private readonly unitOfWork: Pick<UnitOfWork, 'run'>,
    private readonly outbox: Outbox,
    private readonly importId: string,
    private readonly region: string,
  ) {}

  async run(): Promise<boolean> {
    while (await this.unitOfWork.run((tx) => this.undoBatch(tx)));
    return true;
  }

  private async undoBatch(tx: Transaction): Promise<boolean> {
    await lockRegistry(tx);
    const job = await lockImport(tx, this.importId);
    if (job.state !== 'UNDOING' || !job.undoOrder) return false;
    if (await this.undoLeavers(tx, job)) return true;
    if (await this.undoRows(tx, job)) return true;
    await this.closeUnits(tx, job);
    await dropIdentifiers(tx, this.importId);
    await finish(tx, this.importId, 'UNDONE');
    return false;
  }

  private async undoLeavers(tx: Transaction, job: RosterImport): Promise<boolean> {
    const leavers = await nextLeaversToUndo(tx, this.importId, ROWS_A_TRANSACTION);
    if (leavers.length === 0) return false;
    const people = await lockEmployees(
      tx,
      leavers.map(({ employeeId }) => employeeId),
    );
    const judged = leavers.map(({ employeeId, afterVersion }) => {
      const now = people.get(employeeId);
      const before = now ? { ...now, leftOn: null, version: afterVersion - 1 } : null;
      return {
        change: { employeeId, before, afterVersion },
        now,
        decision: undoChange({ employeeId, before, afterVersion }, now, false),
      };
    });
    const events = await this.carryOut(tx, job, judged);
    await markLeavers(tx, this.importId, judged.map(outcomeOf));
    await passOnVersions(tx, this.importId, judged.flatMap(backTo));
    await this.advance(tx, judged, events);
    return true;
  }

  private async undoRows(tx: Transaction, job: RosterImport): Promise<boolean> {
    const rows = await nextRowsToUndo(tx, this.importId, ROWS_A_TRANSACTION);
    if (rows.length === 0) return false;
    const ids = rows.map(({ employeeId }) => employeeId);
    const people = await lockEmployees(tx, ids);
    const inTransfer = await findInTransfer(tx, ids);
    const judged = rows.map((change) => {
      const now = people.get(change.employeeId);
      return { change, now, decision: undoChange(change, now, inTransfer.has(change.employeeId)) };
    });
    const events = await this.carryOut(tx, job, judged);
    await markRows(tx, this.importId, judged.map(outcomeOf));
    await passOnVersions(tx, this.importId, judged.flatMap(backTo));
    await settleOpened(tx, this.importId, idsOf(judged, 'withdraw', 'restore', 'leave-again'));
    await this.advance(tx, judged, events);
    return true;
  }

  private async carryOut(tx: Transaction, job: RosterImport, judged: readonly Judged[]): Promise<number> {
    const register = this.registerOf(tx, job);
    const { on } = job.undoOrder!;
    const restored = judged.flatMap(({ now, decision }) =>
      decision.kind === 'restore' && now ? [{ before: now, after: decision.employee }] : [],
    );
    const returners = judged.flatMap(({ change, now, decision }) =>
      decision.kind === 'leave-again' && now ? [{ before: now, after: { ...change.before!, leftOn: null } }] : [],
    );
    await register.restore([...restored, ...returners]);
    const undone = idsOf(judged, 'restore', 'leave-again', 'withdraw');
    const days = await undoPeriods(tx, this.importId, undone, job.undoOrder!.actId);
    const events = await register.tell(
      restored.map((change) => ({ ...change, days: days.get(change.after.employeeId) ?? {} })),
    );
    const withdrawn: Leaving[] = idsOf(judged, 'withdraw').map((employeeId) => ({
      employeeId,
      leftOn: on,
      reason: 'OTHER',
    }));
    return (
      events +
      (await register.leave(withdrawn, { inError: true })) +
      (await register.leave(
        judged
          .flatMap(leavingAgain)
          .map((leaving) => ({ ...leaving, since: firstDayOf(days.get(leaving.employeeId) ?? {}, on) })),
      ))
    );
  }

  private async closeUnits(tx: Transaction, job: RosterImport): Promise<void> {
    const closed = await closeMadeUnits(tx, this.importId, job.undoOrder!.on);
    const events = unitEvents(await loadUnitsById(tx, closed), this.causeOf(job));
    await this.outbox.append(tx, events);
    await advanceUndone(tx, this.importId, { undone: 0, kept: 0, events: events.length });
  }

  private advance(tx: Transaction, judged: readonly Judged[], events: number): Promise<void> {
    const kept = judged.filter(({ decision }) => decision.kind === 'keep').length;
    return advanceUndone(tx, this.importId, { undone: judged.length - kept, kept, events });
  }

  private registerOf(tx: Transaction, job: RosterImport): Register {
    const { actId, on } = job.undoOrder!;
    const act = { actId, source: 'ROSTER' as const, by: job.undoneBy!, on, cause: this.causeOf(job) };
    return new Register(tx, this.outbox, { ...act, today: todayIn(this.region) });
  }

  private causeOf(job: RosterImport) {
    return { correlationId: this.importId, actor: job.undoneBy! };
  }
}

function outcomeOf({ change, decision }: Judged): { employeeId: string; kept: string | null } {
  return { employeeId: change.employeeId, kept: decision.kind === 'keep' ? decision.because : null };
}

function idsOf(judged: readonly Judged[], ...kinds: UndoDecision['kind'][]): string[] {
  return judged.filter(({ decision }) => kinds.includes(decision.kind)).map(({ change }) => change.employeeId);
}

function leavingAgain({ change, decision }: Judged): Leaving[] {
  if (decision.kind !== 'leave-again') return [];
  const reason = (change.before as { leaveReason?: LeaveReason | null } | null)?.leaveReason ?? 'OTHER';
  return [{ employeeId: change.employeeId, leftOn: decision.leftOn, reason }];
}

/** The version whose state a person is in again: that of before the import. */
function backTo({ change, decision }: Judged): { readonly employeeId: string; readonly before: number }[] {
  const before = change.before?.version;
  return before === undefined || (decision.kind !== 'restore' && decision.kind !== 'leave-again')
    ? []
    : [{ employeeId: change.employeeId, before }];
}
