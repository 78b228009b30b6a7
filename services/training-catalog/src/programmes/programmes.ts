import { ProgrammePublished, ProgrammeWithdrawn, newId, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, RegionConfig, UnitOfWork, assertVersion, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { causeOf } from '../completions/record-completion.js';
import { ProgrammeEntity } from '../database/programme.entity.js';
import {
  changeProgramme,
  checkProgramme,
  draftProgramme,
  publishProgramme,
  withdrawProgramme,
  type ProgrammeDetails,
} from './programme.decision.js';

/** The region's own programmes: each command loads, decides, and writes row, event and audit entry together. */
@Injectable()
export class Programmes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  async draft(tx: Transaction, details: ProgrammeDetails, actor: string): Promise<ProgrammeEntity> {
    checkProgramme(details, this.clock.today());
    const programme = draftProgramme(newId(), details, actor, this.clock.now());
    await tx.manager.insert(ProgrammeEntity, programme);
    await this.note(tx, actor, 'draft-programme', programme);
    return programme;
  }

  /** Throws `etag-mismatch` (412) when somebody else changed it since. */
  change(
    programmeId: string,
    ifMatch: string,
    details: Partial<ProgrammeDetails>,
    actor: string,
  ): Promise<ProgrammeEntity> {
    return this.unitOfWork.run(async (tx) => {
      const before = await this.lock(tx, programmeId);
      assertVersion(ifMatch, before.revision);
      const programme = changeProgramme(before, details, this.clock.now());
      await this.save(tx, programme);
      await this.note(tx, actor, 'change-programme', programme);
      return programme;
    });
  }

  async publish(tx: Transaction, programmeId: string, actor: string): Promise<ProgrammeEntity> {
    const programme = publishProgramme(await this.lock(tx, programmeId), this.config.region, this.clock.now());
    checkProgramme(programme, this.clock.today());
    await this.save(tx, programme);
    await this.tell(
      tx,
      ProgrammePublished.create({ subject: programmeId, data: programme.published!, cause: causeOf(actor) }),
    );
    await this.note(tx, actor, 'publish-programme', programme);
    return programme;
  }

  async withdraw(tx: Transaction, programmeId: string, reason: string, actor: string): Promise<ProgrammeEntity> {
    const programme = withdrawProgramme(await this.lock(tx, programmeId), reason, this.clock.now());
    await this.save(tx, programme);
    const data = { programmeId, reason };
    await this.tell(tx, ProgrammeWithdrawn.create({ subject: programmeId, data, cause: causeOf(actor) }));
    await this.note(tx, actor, 'withdraw-programme', programme, reason);
    return programme;
  }

  private async lock(tx: Transaction, programmeId: string): Promise<ProgrammeEntity> {
    const found = await tx.manager.findOne(ProgrammeEntity, {
      where: { programmeId },
      lock: { mode: 'pessimistic_write' },
    });
    if (!found) throw new AppError('programme-not-found', { status: 404 });
    return found;
  }

  private async save(tx: Transaction, programme: ProgrammeEntity): Promise<void> {
    const { programmeId, createdAt: _createdAt, ...changes } = programme;
    await tx.manager.update(ProgrammeEntity, { programmeId }, changes);
  }

  private async tell(tx: Transaction, event: unknown): Promise<void> {
    await this.outbox.append(tx, [event as NewEvent]);
  }

  private note(
    tx: Transaction,
    actor: string,
    action: string,
    programme: ProgrammeEntity,
    reason?: string,
  ): Promise<void> {
    const object = { type: 'programme', id: programme.programmeId };
    const after = {
      state: programme.state,
      title: programme.title,
      hours: programme.hours,
      revision: programme.revision,
    };
    return this.audit.record(tx, { actor, action, object, after, ...(reason === undefined ? {} : { reason }) });
  }
}
