import { randomBytes } from 'node:crypto';
import {
  DoubleCertificateAnswered,
  DoubleCertificateAsked,
  DoubleCertificateFound,
  newId,
  type NewEvent,
} from '@betang/contracts';
import { Outbox, regionToken, type EventBatch, type ReceivedEvent } from '@betang/messaging';
import { RegionConfig, UnitOfWork, type Transaction } from '@betang/platform';
import { Controller, type OnModuleInit } from '@nestjs/common';
import { EventPattern } from '../events.js';
import { KeyArrival } from '../transfer/key-arrival.js';
import { isKeyUnknown } from '../transfer/record-hand-over.js';
import {
  comparedUses,
  concerned,
  outcomeOf,
  type ComparedUse,
  type HitOutcome,
  type OwnUse,
} from './settle-hit.decision.js';

const MOST_USES = 50;
/** A region's code begins with its province's. */
const PROVINCE_DIGITS = 2;

interface Hit {
  readonly hitId: string;
  readonly fingerprint: string;
  /** The other region. */
  readonly region: string;
}

const USES = `SELECT c.completion_id AS "completionId", c.employee_id AS "employeeId", p.employee_number AS "employeeNumber", c.title,
    c.completed_on AS "completedOn"
  FROM certificate_use AS c LEFT JOIN person AS p USING (employee_id)
 WHERE c.fingerprint = $1 AND c.in_force ORDER BY c.completion_id LIMIT ${MOST_USES}`;

const KEEP = `INSERT INTO certificate_question (hit_id, fingerprint, other_region, state, nonce, theirs) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (hit_id) DO NOTHING`;

const SETTLE = `UPDATE certificate_question SET state = 'ANSWERED', outcome = $2, settled_at = now() WHERE hit_id = $1`;

const FIND = `INSERT INTO double_finding (finding_id, kind, completion_id, employee_id, other_region, hit_id, outcome)
  SELECT i, 'OTHER_REGION', c, e, $4, $5, $6 FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS u(i, c, e)
   WHERE NOT EXISTS (SELECT 1 FROM double_finding AS f WHERE f.completion_id = u.c AND f.other_region = $4 AND f.outcome = $6 AND f.state <> 'GONE')
  ON CONFLICT DO NOTHING`;

const ASK_LATER = `UPDATE certificate_question SET state = 'ASK_DUE' WHERE hit_id = $1`;
const ANSWER_LATER = `UPDATE certificate_question SET state = 'ANSWER_DUE', nonce = $2, theirs = $3 WHERE hit_id = $1`;
const DUE = `SELECT hit_id AS "hitId", fingerprint, other_region AS region, state, nonce, theirs FROM certificate_question
 WHERE state IN ('ASK_DUE', 'ANSWER_DUE') AND hit_id > $1 ORDER BY hit_id LIMIT 1 FOR UPDATE`;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

interface DueQuestion extends Hit {
  readonly state: 'ASK_DUE' | 'ANSWER_DUE';
  readonly nonce: string;
  readonly theirs: readonly ComparedUse[] | null;
}

/**
 * Settles with another region whose certificate it is that both state: one region asks and the other answers, by encrypted events that name
 * nobody. Each then has its own finding for its own officer; neither tells the province. A region that does not opt in (any more) neither asks nor answers.
 */
@Controller()
export class SettleHitsHandler implements OnModuleInit {
  constructor(
    private readonly outbox: Outbox,
    private readonly config: RegionConfig,
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: KeyArrival,
  ) {}

  onModuleInit(): void {
    this.keys.onKey(() => this.sendDue());
  }

  /** Asks and answers what waited for the key of another region, or for this one to opt in; answers how many it looked at. */
  async sendDue(): Promise<number> {
    for (let [looked, after] = [0, BEFORE_ALL]; ; looked += 1) {
      const next = await this.unitOfWork.run((tx) => this.sendNext(tx, after));
      if (next === undefined) return looked;
      after = next;
    }
  }

  private async sendNext(tx: Transaction, after: string): Promise<string | undefined> {
    const [due] = await tx.query<DueQuestion>(DUE, [after]);
    if (due?.state === 'ASK_DUE') await this.ask(tx, due, due.nonce);
    else if (due) await this.answer(tx, due, due.nonce, due.theirs ?? []);
    return due?.hitId;
  }

  /** The province's hint, and nobody else's: whoever is told to ask does, and the other one may be asked from now on. */
  @EventPattern(DoubleCertificateFound, 'process')
  async found(
    events: readonly ReceivedEvent<typeof DoubleCertificateFound>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { data, region } of events) {
      if (region !== this.config.region.slice(0, PROVINCE_DIGITS)) continue;
      const { hitId, fingerprint, otherRegion, asks } = data;
      const nonce = asks ? randomBytes(16).toString('hex') : null;
      const hit = { hitId, fingerprint, region: otherRegion };
      const kept = await transaction.execute(KEEP, [
        hitId,
        fingerprint,
        otherRegion,
        asks ? 'ASKED' : 'TOLD',
        nonce,
        null,
      ]);
      if (kept === 0) await this.answerEarly(transaction, hit);
      else if (nonce !== null) await this.ask(transaction, hit, nonce);
    }
  }

  /** A question is answered only about a hit that the province told of, to the region that it named. */
  @EventPattern(DoubleCertificateAsked, 'process')
  async asked(
    events: readonly ReceivedEvent<typeof DoubleCertificateAsked>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { data, region } of events) {
      const { hitId, fingerprint, nonce, uses } = data;
      const early = await transaction.execute(KEEP, [hitId, fingerprint, region, 'EARLY', nonce, JSON.stringify(uses)]);
      if (early > 0) continue;
      const [told] = await transaction.query(
        `SELECT 1 FROM certificate_question WHERE hit_id = $1 AND other_region = $2 AND fingerprint = $3 AND state = 'TOLD' FOR UPDATE`,
        [hitId, region, fingerprint],
      );
      if (told) await this.answer(transaction, { hitId, fingerprint, region }, nonce, uses);
    }
  }

  /** Only an answer to one's own question counts, from the region that was asked. */
  @EventPattern(DoubleCertificateAnswered, 'process')
  async answered(
    events: readonly ReceivedEvent<typeof DoubleCertificateAnswered>[],
    { transaction }: EventBatch,
  ): Promise<void> {
    for (const { data, region } of events) {
      const { hitId, fingerprint, uses: theirs } = data;
      const [question] = await transaction.query<{ nonce: string }>(
        `SELECT nonce FROM certificate_question WHERE hit_id = $1 AND other_region = $2 AND fingerprint = $3 AND state = 'ASKED' FOR UPDATE`,
        [hitId, region, fingerprint],
      );
      if (!question) continue;
      const own = await transaction.query<OwnUse>(USES, [fingerprint]);
      const outcome = outcomeOf(comparedUses(own, question.nonce), theirs);
      await this.settle(transaction, { hitId, region, outcome }, concerned(own, theirs, question.nonce, outcome));
    }
  }

  private async ask(tx: Transaction, hit: Hit, nonce: string): Promise<void> {
    const uses = comparedUses(await tx.query<OwnUse>(USES, [hit.fingerprint]), nonce);
    if (uses.length === 0) {
      await tx.execute(SETTLE, [hit.hitId, 'NOT_IN_USE']);
      return;
    }
    const { hitId, fingerprint, region } = hit;
    const to = `to.${regionToken(region)}` as const;
    const event = DoubleCertificateAsked.create({ subject: hitId, to, data: { hitId, fingerprint, nonce, uses } });
    if (await this.sent(tx, event as unknown as NewEvent))
      await tx.execute(`UPDATE certificate_question SET state = 'ASKED' WHERE hit_id = $1 AND state = 'ASK_DUE'`, [
        hitId,
      ]);
    else await tx.execute(ASK_LATER, [hitId]);
  }

  /** False where the other region has published no key that is valid now, or this one keeps the purpose at home: it is tried again when that changes. */
  private async sent(tx: Transaction, event: NewEvent): Promise<boolean> {
    if (!this.outbox.shares(event)) return false;
    try {
      await this.outbox.append(tx, [event]);
      return true;
    } catch (error) {
      if (!isKeyUnknown(error)) throw error;
      this.keys.wait(tx);
      return false;
    }
  }

  private async answerEarly(tx: Transaction, hit: Hit): Promise<void> {
    const [early] = await tx.query<{ nonce: string; theirs: ComparedUse[] }>(
      `SELECT nonce, theirs FROM certificate_question WHERE hit_id = $1 AND other_region = $2 AND fingerprint = $3 AND state = 'EARLY' FOR UPDATE`,
      [hit.hitId, hit.region, hit.fingerprint],
    );
    if (early) await this.answer(tx, hit, early.nonce, early.theirs);
  }

  private async answer(tx: Transaction, hit: Hit, nonce: string, theirs: readonly ComparedUse[]): Promise<void> {
    const { hitId, fingerprint, region } = hit;
    const own = await tx.query<OwnUse>(USES, [fingerprint]);
    const uses = comparedUses(own, nonce);
    const outcome = outcomeOf(uses, theirs);
    const to = `to.${regionToken(region)}` as const;
    const event = DoubleCertificateAnswered.create({ subject: hitId, to, data: { hitId, fingerprint, outcome, uses } });
    if (await this.sent(tx, event as unknown as NewEvent))
      await this.settle(tx, { hitId, region, outcome }, concerned(own, theirs, nonce, outcome));
    else await tx.execute(ANSWER_LATER, [hitId, nonce, JSON.stringify(theirs)]);
  }

  private async settle(
    tx: Transaction,
    hit: { readonly hitId: string; readonly region: string; readonly outcome: HitOutcome },
    uses: readonly OwnUse[],
  ): Promise<void> {
    await tx.execute(SETTLE, [hit.hitId, hit.outcome]);
    await tx.execute(FIND, [
      uses.map(() => newId()),
      uses.map(({ completionId }) => completionId),
      uses.map(({ employeeId }) => employeeId),
      hit.region,
      hit.hitId,
      hit.outcome === 'NOT_IN_USE' ? null : hit.outcome,
    ]);
  }
}
