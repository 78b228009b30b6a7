import { ProgrammePublished, ProgrammeWithdrawn, type Cause, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { Audit, Clock, RegionConfig, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { PublicationRequest } from './approval.decision.js';
import { NOT_NEEDED } from './publication-reasons.js';
import { PublicationRequests, type Submitter } from './publication-requests.js';
import { causeOf } from '../request-cause.js';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import { toldMaterials } from '../materials/material.queries.js';
import { OverlapChecks } from '../overlap/overlap-checks.js';
import type { CatalogueRules } from '../rules/catalogue-rules.js';
import { CatalogueRulesStore } from '../rules/catalogue-rules-store.js';
import { ServedTargets } from '../targets/served-targets.js';
import { checkProgramme } from '../programmes/check-programme.decision.js';
import { assertCurriculum } from '../programmes/curriculum.decision.js';
import { assertKnownCompetencies } from '../programmes/named-competencies.js';
import { lockProgramme, programmeEntry, saveProgramme } from '../programmes/programme-store.js';
import { publishProgramme, withdrawProgramme } from '../programmes/programme.decision.js';

const KEEP_VERSION = `INSERT INTO programme_version (programme_id, version, told, published_by, published_at) VALUES ($1, $2, $3, $4, $5)`;

/** The way out of the region: target, overlap and one door come before anything is told to the federation. */
@Injectable()
export class Publication {
  constructor(
    private readonly rules: CatalogueRulesStore,
    private readonly targets: ServedTargets,
    private readonly overlaps: OverlapChecks,
    private readonly requests: PublicationRequests,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** Before the door (satu pintu), with the same checks as behind it. Throws what {@link publish} and PublicationRequests throw. */
  async submit(tx: Transaction, programmeId: string, by: Submitter): Promise<PublicationRequest> {
    const before = await lockProgramme(tx, programmeId);
    const rules = await this.rules.current(tx);
    await this.check(tx, before, rules);
    const named = await this.targets.name(tx, before, rules);
    publishProgramme(named, this.config.region, this.clock.now());
    await this.overlaps.assertSeen(tx, before, rules, by.actor);
    return this.requests.submit(tx, named, rules, by);
  }

  /**
   * Throws what the decisions throw: `programme-refused`, `competency-unknown`, `programme-target-…` (422), `programme-overlaps`, `programme-not-approved`,
   * `programme-published-already`, `programme-withdrawn`, `programme-joined` (409).
   */
  async publish(
    tx: Transaction,
    programmeId: string,
    actor: string,
    cause: Cause = causeOf(actor),
  ): Promise<ProgrammeEntity> {
    const before = await lockProgramme(tx, programmeId);
    const rules = await this.rules.current(tx);
    await this.check(tx, before, rules);
    const named = await this.targets.name(tx, before, rules);
    const materials = await toldMaterials(tx, programmeId);
    const programme = publishProgramme(named, this.config.region, this.clock.now(), materials);
    await this.overlaps.assertSeen(tx, before, rules, actor);
    await this.requests.assertApproved(tx, before, rules);
    await this.requests.closeOpen(tx, programmeId, NOT_NEEDED.published);
    await this.tell(tx, programme, actor, cause);
    return programme;
  }

  /** What is withdrawn is offered to nobody any more, and nobody has to decide on it. Throws `programme-not-found` (404), and as {@link withdrawProgramme}. */
  async withdraw(tx: Transaction, programmeId: string, reason: string, actor: string): Promise<ProgrammeEntity> {
    const programme = withdrawProgramme(await lockProgramme(tx, programmeId), reason, this.clock.now());
    await saveProgramme(tx, programme);
    await this.requests.closeOpen(tx, programmeId, NOT_NEEDED.withdrawn);
    const data = { programmeId, reason };
    const event = ProgrammeWithdrawn.create({ subject: programmeId, data, cause: causeOf(actor) });
    await this.outbox.append(tx, [event as unknown as NewEvent]);
    await this.audit.record(tx, programmeEntry(actor, 'withdraw-programme', programme, reason));
    return programme;
  }

  private async check(tx: Transaction, programme: ProgrammeEntity, rules: CatalogueRules): Promise<void> {
    const today = this.clock.today();
    checkProgramme(programme, today);
    assertCurriculum(programme, rules, today);
    await assertKnownCompetencies(tx, programme);
  }

  private async tell(tx: Transaction, programme: ProgrammeEntity, actor: string, cause: Cause): Promise<void> {
    const { programmeId, published, publishedVersion, changedAt } = programme;
    await saveProgramme(tx, programme);
    await tx.execute(KEEP_VERSION, [programmeId, publishedVersion, JSON.stringify(published), actor, changedAt]);
    const event = ProgrammePublished.create({ subject: programmeId, data: published!, cause });
    await this.outbox.append(tx, [event as unknown as NewEvent]);
    await this.audit.record(tx, programmeEntry(actor, 'publish-programme', programme));
  }
}
