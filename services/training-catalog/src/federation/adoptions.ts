import { Audit, Clock, RegionConfig, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { ProgrammeEntity } from '../database/programme.entity.js';
import { lockProgramme, programmeEntry, saveProgramme } from '../programmes/programme-store.js';
import { refuseEnded } from '../programmes/programme.decision.js';
import { ProgrammeQueries } from '../programmes/programme.queries.js';
import { Programmes } from '../programmes/programmes.js';
import { followOrigin, takeOver, type AdoptionTerms } from './adopt-programme.decision.js';

/** Curricula are shared (row R11): a region takes over another's programme as it is, or makes its own of it. */
@Injectable()
export class Adoptions {
  constructor(
    private readonly programmes: Programmes,
    private readonly queries: ProgrammeQueries,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** Throws `programme-not-found` (404), `programme-is-own` (409), `programme-refused` (422). */
  async adopt(tx: Transaction, programmeId: string, terms: AdoptionTerms, actor: string): Promise<ProgrammeEntity> {
    const told = await this.queries.getTold(programmeId);
    const { details, provenance } = takeOver(told, terms, this.config.region);
    return this.programmes.draft(tx, details, actor, provenance);
  }

  /** Takes over the newest version of what it was adopted from. Throws `programme-not-found` (404), `programme-withdrawn`, `origin-withdrawn`, `origin-not-newer` (409). */
  async follow(tx: Transaction, programmeId: string, actor: string): Promise<ProgrammeEntity> {
    const before = await lockProgramme(tx, programmeId);
    refuseEnded(before);
    const told = before.origin ? await this.queries.findTold(before.origin.programmeId) : undefined;
    const { details, origin } = followOrigin(before.origin, told);
    const competencyCodes = (details.competencies ?? before.competencies).map(({ code }) => code);
    const revision = before.revision + 1;
    const programme = { ...before, ...details, competencyCodes, origin, revision, changedAt: this.clock.now() };
    await saveProgramme(tx, programme);
    await this.audit.record(tx, programmeEntry(actor, 'follow-origin', programme));
    return programme;
  }
}
