import { EquivalenceDecided, EquivalenceProposed, newId, type Cause, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Clock, RegionConfig, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { causeOf } from '../request-cause.js';
import { ProgrammeQueries } from '../programmes/programme.queries.js';
import { isOpen, mayDecide, mayEnd } from './equivalence.js';
import {
  findEquivalence,
  lockEquivalence,
  lockPair,
  writeDecisions,
  writeProposals,
  type StoredEquivalence,
} from './equivalence-store.js';

export interface ProposeEquivalence {
  readonly programmeId: string;
  readonly otherProgrammeId: string;
  readonly reason: string;
  readonly actor: string;
}

/** Two programmes count as the same once both regions have said so (penyetaraan). */
@Injectable()
export class Equivalences {
  constructor(
    private readonly queries: ProgrammeQueries,
    private readonly outbox: Outbox,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** Throws `programme-not-found` (404), `equivalence-not-between-regions` (422), `equivalence-proposed-already` (409) by either region. */
  async propose(tx: Transaction, command: ProposeEquivalence): Promise<StoredEquivalence> {
    const { programmeId, otherProgrammeId, reason, actor } = command;
    const { region } = this.config;
    const [own, other] = [await this.queries.getTold(programmeId), await this.queries.getTold(otherProgrammeId)];
    if (own.organiserRegion !== region || other.organiserRegion === region)
      throw new AppError('equivalence-not-between-regions', { status: 422, field: 'otherProgrammeId' });
    if ((await lockPair(tx, programmeId, otherProgrammeId)).some(isOpen))
      throw new AppError('equivalence-proposed-already', { status: 409, field: 'otherProgrammeId' });
    const equivalenceId = newId();
    const regions = { proposingRegion: region, otherRegion: other.organiserRegion };
    const data = { equivalenceId, programmeId, otherProgrammeId, reason, ...regions };
    const event = EquivalenceProposed.create({ subject: equivalenceId, data, cause: causeOf(actor) });
    await writeProposals(tx, [{ data, time: this.clock.now(), id: event.id }]);
    await this.tell(tx, event as unknown as NewEvent);
    await this.note(tx, actor, 'propose-equivalence', equivalenceId, reason);
    return this.get(tx, equivalenceId);
  }

  /** Throws `equivalence-not-found` (404), `equivalence-not-yours` (409) when it is not this region's to decide, or not any more. */
  async decide(
    tx: Transaction,
    equivalenceId: string,
    decision: EquivalenceDecided['decision'],
    reason: string,
    actor: string,
  ): Promise<StoredEquivalence> {
    const { region } = this.config;
    const found = await lockEquivalence(tx, equivalenceId);
    if (!found) throw new AppError('equivalence-not-found', { status: 404 });
    const allowed = decision === 'ENDED' ? mayEnd(found, region) : mayDecide(found, region);
    if (!allowed) throw new AppError('equivalence-not-yours', { status: 409 });
    const data = { equivalenceId, decidingRegion: region, decision, reason };
    await writeDecisions(tx, [{ data, time: this.clock.now() }]);
    const { toldEvent } = found;
    const cause: Cause = { ...causeOf(actor), ...(toldEvent === null ? {} : { causationId: toldEvent }) };
    await this.tell(tx, EquivalenceDecided.create({ subject: equivalenceId, data, cause }) as unknown as NewEvent);
    await this.note(tx, actor, 'decide-equivalence', equivalenceId, reason);
    return this.get(tx, equivalenceId);
  }

  private async get(tx: Transaction, equivalenceId: string): Promise<StoredEquivalence> {
    const found = await findEquivalence(tx, equivalenceId);
    if (!found) throw new AppError('equivalence-not-found', { status: 404 });
    return found;
  }

  private async tell(tx: Transaction, event: NewEvent): Promise<void> {
    await this.outbox.append(tx, [event]);
  }

  private note(tx: Transaction, actor: string, action: string, id: string, reason: string): Promise<void> {
    return this.audit.record(tx, { actor, action, object: { type: 'equivalence', id }, reason });
  }
}
