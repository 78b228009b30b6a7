import { AppError, Clock, RegionConfig, type SqlClient } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import type { CatalogueRules } from '../rules/catalogue-rules.js';
import { servedTarget } from './serve-target.decision.js';
import { findTarget, hasRegister } from './target.queries.js';
import { hasEnded, targetStanding } from './target-standing.decision.js';

/** What programmes say of the targets that they serve, held against the register. */
@Injectable()
export class ServedTargets {
  constructor(
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** The programme with the wording of its target. Throws `programme-target-missing`, `-unknown`, `-not-served` (422). */
  async name(db: SqlClient, programme: ProgrammeEntity, rules: CatalogueRules): Promise<ProgrammeEntity> {
    const { region } = this.config;
    const { developmentTargetId, developmentTarget } = programme;
    const found = developmentTargetId === null ? undefined : await findTarget(db, developmentTargetId);
    const registered = rules.targetRegister === 'ALWAYS' || (await hasRegister(db, region));
    const today = this.clock.today();
    const wording = servedTarget({ developmentTargetId, developmentTarget, found, registered, region, today });
    return { ...programme, developmentTarget: wording };
  }

  /** Throws `programme-target-ended` (409): no new session of a programme begins for a target that is withdrawn, or over by then. */
  async assertHolds(db: SqlClient, targetId: string | null, firstDay: string): Promise<void> {
    if (targetId === null) return;
    const standing = targetStanding(targetId, await findTarget(db, targetId), firstDay);
    if (hasEnded(standing)) throw new AppError('programme-target-ended', { status: 409, field: 'programmeId' });
  }
}
