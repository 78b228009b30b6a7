import { EmployeeRecordsMerged, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import {
  carryReads,
  AppError,
  Audit,
  ServiceDatabase,
  ServiceLogger,
  Sweeps,
  UnitOfWork,
  isTransient,
  type Principal,
  type Transaction,
} from '@betang/platform';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { EmployeeEdits } from '../employees/employee-edits.js';
import type { RegisterAct } from '../employees/register.js';
import { lockRegistry } from '../organisation/unit-store.js';
import { IdentityConfig } from '../identity.config.js';
import { mergeRecords } from './merge-records.js';
import { assertMayUndo, type MergePair, type RecordMerge } from './record-merge.js';
import { endMerge, findDueMerges, insertMerge, lockMerge } from './record-merge-store.js';
import { undoMerge } from './undo-merge.js';

const SWEEP = 'record-merges';

/** Joins two records of one person, undoes that, and tells the other services once it cannot be undone any more. */
@Injectable()
export class RecordMerges implements OnModuleInit {
  constructor(
    private readonly config: IdentityConfig,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly edits: EmployeeEdits,
    private readonly sweeps: Sweeps,
    private readonly logger: ServiceLogger,
  ) {}

  onModuleInit(): void {
    this.sweeps.register(SWEEP, { everyMinutes: 30 }, () => this.finishDue());
  }

  /** Answers the merge's id. @throws AppError as {@link mergeRecords}, `forbidden` */
  async merge(tx: Transaction, pair: MergePair, principal: Principal, note: string | null): Promise<string> {
    await this.edits.lock(tx, pair.goes, principal);
    await this.edits.lock(tx, pair.stays, principal);
    const by = principal.subject;
    const mergeId = uuidv7();
    const act = this.actOf(mergeId, by);
    const before = await mergeRecords(tx, this.outbox, pair, act);
    await insertMerge(tx, { ...pair, mergeId, before, by, undoDays: this.config.mergeUndoDays, note });
    await this.note(tx, by, 'merge-records', pair);
    if (this.config.mergeUndoDays === 0) await this.makeFinal(tx, { ...pair, mergeId }, by);
    return mergeId;
  }

  /** @throws AppError `record-merge-not-found`, `employee-merge-final`, `employee-number-taken`, `forbidden` */
  async undo(tx: Transaction, mergeId: string, principal: Principal): Promise<void> {
    const merge = await this.lock(tx, mergeId, principal);
    const before = assertMayUndo(merge, new Date());
    const by = principal.subject;
    const act = this.actOf(uuidv7(), by);
    await undoMerge(tx, this.outbox, merge, before, act);
    await endMerge(tx, mergeId, 'UNDONE', by);
    await this.note(tx, by, 'undo-merge', merge);
  }

  /** @throws AppError `record-merge-not-found`, `employee-merge-final`, `forbidden` */
  async confirm(tx: Transaction, mergeId: string, principal: Principal): Promise<void> {
    const merge = await this.lock(tx, mergeId, principal);
    if (merge.state !== 'OPEN') throw new AppError('employee-merge-final', { status: 409 });
    await this.makeFinal(tx, merge, principal.subject);
  }

  /** Merges that nobody undid in time; one that cannot be ended now keeps no other one waiting. */
  async finishDue(): Promise<void> {
    for (const mergeId of await findDueMerges(this.database)) {
      try {
        await this.unitOfWork.run(async (tx) => {
          await lockRegistry(tx);
          const merge = await lockMerge(tx, mergeId);
          if (merge?.state === 'OPEN') await this.makeFinal(tx, merge, SWEEP);
        });
      } catch (error) {
        if (isTransient(error)) throw error;
        this.logger.error('merge of two records cannot be ended', { mergeId, error });
      }
    }
  }

  private actOf(actId: string, by: string): RegisterAct {
    const today = this.edits.today();
    return { actId, source: 'CORRECTION', by, on: today, today, cause: { actor: by } };
  }

  private async makeFinal(
    tx: Transaction,
    merge: Pick<RecordMerge, 'mergeId' | 'stays' | 'goes'>,
    by: string,
  ): Promise<void> {
    await endMerge(tx, merge.mergeId, 'FINAL', by);
    const { stays, goes } = merge;
    await carryReads(tx, { type: 'employee', id: goes }, stays);
    const merged = EmployeeRecordsMerged.create({
      subject: stays,
      data: { employeeId: stays, mergedEmployeeId: goes },
      cause: { actor: by },
    });
    await this.outbox.append(tx, [merged] as unknown as NewEvent[]);
    await this.note(tx, by, 'confirm-merge', merge);
  }

  private async lock(tx: Transaction, mergeId: string, principal: Principal): Promise<RecordMerge> {
    await lockRegistry(tx);
    const merge = await lockMerge(tx, mergeId);
    if (!merge) throw new AppError('record-merge-not-found', { status: 404 });
    await this.edits.lock(tx, merge.stays, principal);
    await this.edits.lock(tx, merge.goes, principal);
    return merge;
  }

  private async note(tx: Transaction, actor: string, action: string, { stays, goes }: MergePair): Promise<void> {
    for (const id of [stays, goes])
      await this.audit.record(tx, { actor, action, object: { type: 'employee', id }, after: { stays, goes } });
  }
}
