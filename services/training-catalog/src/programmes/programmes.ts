import { newId } from '@betang/contracts';
import { Audit, Clock, UnitOfWork, assertVersion, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ProgrammeEntity } from '../database/programme.entity.js';
import { checkProgramme } from './check-programme.decision.js';
import type { ProgrammeDetails } from './programme-details.js';
import { assertKnownCompetencies } from './named-competencies.js';
import { lockProgramme, programmeEntry, saveProgramme } from './programme-store.js';
import { changeProgramme, draftProgramme, forkProgramme, type Provenance } from './programme.decision.js';

/** The region's own programmes: each command loads, decides, and writes row, event and audit entry together. */
@Injectable()
export class Programmes {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `programme-refused`, `competency-unknown` (422). What is taken over from another region is written in the codes of its dictionary, and is held
   * against the own one when it is published, unless it stays as it is there.
   */
  async draft(
    tx: Transaction,
    details: ProgrammeDetails,
    actor: string,
    provenance?: Provenance,
  ): Promise<ProgrammeEntity> {
    checkProgramme(details, this.clock.today());
    if (provenance === undefined) await assertKnownCompetencies(tx, details);
    const programme = draftProgramme(newId(), details, actor, this.clock.now(), provenance);
    await tx.manager.insert(ProgrammeEntity, programme);
    await this.audit.record(tx, programmeEntry(actor, 'draft-programme', programme));
    return programme;
  }

  /** Throws `etag-mismatch` (412) when somebody else changed it since, `programme-refused`, `competency-unknown` (422). */
  change(
    programmeId: string,
    ifMatch: string,
    details: Partial<ProgrammeDetails>,
    actor: string,
  ): Promise<ProgrammeEntity> {
    return this.unitOfWork.run(async (tx) => {
      const before = await lockProgramme(tx, programmeId);
      assertVersion(ifMatch, before.revision);
      const programme = changeProgramme(before, details, this.clock.now());
      checkProgramme(programme, this.clock.today());
      if (details.competencies !== undefined) await assertKnownCompetencies(tx, programme);
      await saveProgramme(tx, programme);
      await this.audit.record(tx, programmeEntry(actor, 'change-programme', programme));
      return programme;
    });
  }

  /** An adopted programme goes its own way from now on. */
  async fork(tx: Transaction, programmeId: string, actor: string): Promise<ProgrammeEntity> {
    const programme = forkProgramme(await lockProgramme(tx, programmeId), this.clock.now());
    await saveProgramme(tx, programme);
    await this.audit.record(tx, programmeEntry(actor, 'fork-programme', programme));
    return programme;
  }
}
