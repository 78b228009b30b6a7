import { newId, type Cause } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, RegionConfig, UnitOfWork, assertVersion, sqlState, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { DevelopmentTarget, TargetDetails } from './development-target.js';
import { targetPublished, targetRecorded } from './target-events.js';
import { findTarget, hasLiveChildren, writeTargets } from './target-store.js';
import { changedTarget, newTarget, sameDetails, targetProblems } from './target.decision.js';

const UNIQUE_VIOLATION = '23505';

/** The region's tree of development targets: each command loads, decides, and writes row, both events and audit entry together. */
@Injectable()
export class DevelopmentTargets {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  /** Throws `target-refused` (422) by field, `target-code-taken` (409). */
  async record(tx: Transaction, details: TargetDetails, actor: string): Promise<DevelopmentTarget> {
    await this.check(tx, details);
    const target = newTarget(newId(), details);
    await this.save(tx, target, actor, 'record-development-target');
    return target;
  }

  /** Throws `target-not-found` (404), `etag-mismatch` (412), `target-withdrawn` (409), `target-refused` (422). */
  change(
    targetId: string,
    ifMatch: string,
    changes: Partial<TargetDetails>,
    actor: string,
  ): Promise<DevelopmentTarget> {
    return this.unitOfWork.run(async (tx) => {
      const before = await this.lock(tx, targetId);
      assertVersion(ifMatch, before.revision);
      const details = { ...before, ...changes };
      if (sameDetails(before, details)) {
        this.audit.nothingChanged(tx);
        return before;
      }
      await this.check(tx, details);
      const target = changedTarget(before, details);
      await this.save(tx, target, actor, 'change-development-target');
      return target;
    });
  }

  /** What served it keeps its name. Throws `target-has-children` (409): the tree is taken down from its leaves. */
  async withdraw(tx: Transaction, targetId: string, reason: string, actor: string): Promise<DevelopmentTarget> {
    const before = await this.lock(tx, targetId);
    if (await hasLiveChildren(tx, targetId)) throw new AppError('target-has-children', { status: 409 });
    const target = { ...before, revision: before.revision + 1, withdrawnReason: reason };
    await this.save(tx, target, actor, 'withdraw-development-target', reason);
    return target;
  }

  /** Tells the region and the federation. */
  async tell(tx: Transaction, targets: readonly DevelopmentTarget[], cause: Cause): Promise<void> {
    const events = targets.flatMap((target) => [
      targetRecorded(target, cause),
      targetPublished(target, this.config.region),
    ]);
    await this.outbox.append(tx, events);
  }

  private async check(tx: Transaction, details: TargetDetails): Promise<void> {
    // Held: nobody withdraws it, or makes another kind of it, before what stands below it is on record.
    const parent = details.parentId === null ? undefined : await findTarget(tx, details.parentId, 'SHARE');
    const missing = details.parentId !== null && (parent === undefined || parent.withdrawnReason !== null);
    const errors = missing
      ? [{ field: 'parentId', code: 'target.parent-missing' }]
      : targetProblems(details, parent?.kind ?? null);
    if (errors.length > 0) throw new AppError('target-refused', { status: 422, errors });
  }

  private async lock(tx: Transaction, targetId: string): Promise<DevelopmentTarget> {
    const found = await findTarget(tx, targetId, 'UPDATE');
    if (!found) throw new AppError('target-not-found', { status: 404 });
    if (found.withdrawnReason !== null) throw new AppError('target-withdrawn', { status: 409 });
    return found;
  }

  private async save(
    tx: Transaction,
    target: DevelopmentTarget,
    actor: string,
    action: string,
    reason?: string,
  ): Promise<void> {
    try {
      await writeTargets(tx, [target], actor);
    } catch (error) {
      if (sqlState(error) !== UNIQUE_VIOLATION) throw error;
      throw new AppError('target-code-taken', { status: 409, field: 'code', cause: error });
    }
    await this.tell(tx, [target], { actor });
    const object = { type: 'development-target', id: target.targetId };
    const { kind, code, title, revision } = target;
    const after = { kind, code, title, revision };
    await this.audit.record(tx, { actor, action, object, after, ...(reason === undefined ? {} : { reason }) });
  }
}
