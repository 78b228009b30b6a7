import { ClaimDecided, newId, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
import { AppError, Audit, Clock, Notices, type Transaction } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { CLAIM_COLUMNS, evidenceRefs, writeActs, writeDecisions } from '../claims/claim-store.js';
import type { Claim, RefusalReason } from '../claims/claim.js';
import { checkClaim, checkClaimedAmount, submittedFor } from '../claims/check-claim.decision.js';
import { decideClaim, type ClaimDecision, type Correction } from '../claims/decide-claim.decision.js';
import { ConversionRules } from '../conversion/conversion-rules.js';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { writeOrigins } from '../ledger/entry-origin.js';
import { LedgerBooking } from '../ledger/ledger-booking.js';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { inVisibleUnits, type VisibleUnits } from '../people/people-access.js';

export interface Verifier {
  readonly subject: string;
  readonly employeeId: string | undefined;
  readonly visible: VisibleUnits;
}

/** What became of one decision of many; `DONE`, or the code of what stands against it. */
export interface DecisionOutcome {
  readonly claimId: string;
  readonly outcome: string;
  readonly counted: number | null;
}

interface Done {
  readonly claim: Claim;
  readonly command: ClaimDecision;
  readonly state: 'ACCEPTED' | 'REFUSED' | 'RETURNED';
  readonly decided: Claim;
  readonly corrections: readonly Correction[];
  readonly withinDeadline: boolean;
  readonly eventId: string;
}

/** In one order, so that two verifiers with the same list never wait for each other. */
const LOCK = `SELECT ${CLAIM_COLUMNS} FROM claim AS c JOIN person AS p ON p.employee_id = c.employee_id
 WHERE c.claim_id = ANY($1::uuid[]) AND ${inVisibleUnits('p.unit_id', 2)} ORDER BY c.claim_id FOR UPDATE OF c`;

/** Decides claims, one or many in one transaction: books what is accepted, tells the people and the region's other services. */
@Injectable()
export class ClaimDecisions {
  constructor(
    private readonly booking: LedgerBooking,
    private readonly rules: ConversionRules,
    private readonly outbox: Outbox,
    private readonly notices: Notices,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: LearningHoursConfig,
  ) {}

  /** Each decision stands for itself: what cannot be decided is named and hinders nobody else's. */
  async decide(tx: Transaction, commands: readonly ClaimDecision[], verifier: Verifier): Promise<DecisionOutcome[]> {
    const claims = await tx.query<Claim>(LOCK, [commands.map(({ claimId }) => claimId), verifier.visible]);
    const byId = new Map(claims.map((claim) => [claim.claimId, claim]));
    const outcomes = new Map<string, DecisionOutcome>();
    const done: Done[] = [];
    for (const command of commands) {
      const { claimId } = command;
      if (outcomes.has(claimId) || done.some(({ claim }) => claim.claimId === claimId)) continue;
      const result = await this.decideOne(byId.get(claimId), command, verifier);
      if (typeof result === 'string') outcomes.set(claimId, { claimId, outcome: result, counted: null });
      else done.push(result);
    }
    if (done.length === 0) this.audit.nothingChanged(tx);
    else {
      const counted = await this.write(tx, done, verifier);
      for (const { claim } of done)
        outcomes.set(claim.claimId, {
          claimId: claim.claimId,
          outcome: 'DONE',
          counted: counted.get(claim.claimId)?.counted ?? null,
        });
    }
    return [...outcomes.values()];
  }

  /** Takes an accepted claim back: its entry is reversed, its room under caps goes to others. Throws `claim-not-found`, `claim-not-accepted`. */
  async revoke(
    tx: Transaction,
    claimId: string,
    command: { readonly reasonCode: RefusalReason; readonly note: string },
    verifier: Verifier,
  ): Promise<void> {
    const [claim] = await tx.query<Claim>(LOCK, [[claimId], verifier.visible]);
    if (!claim) throw new AppError('claim-not-found', { status: 404 });
    if (claim.state !== 'ACCEPTED') throw new AppError('claim-not-accepted', { status: 409 });
    const { employeeId } = claim;
    const eventId = newId();
    const { reasonCode, note } = command;
    const by = verifier.employeeId === undefined ? {} : { byEmployee: verifier.employeeId };
    const fact = { eventId, completionId: claimId, employeeId, reason: reasonCode, note, ...by };
    await this.booking.revoke(tx, [fact], () => ({ causationId: eventId, actor: verifier.subject }));
    await tx.execute(
      `UPDATE claim SET state = 'REVOKED', reason_code = $2, decision_note = $3, version = version + 1 WHERE claim_id = $1`,
      [claimId, reasonCode, note],
    );
    await writeActs(tx, verifier.subject, [{ claimId, act: 'REVOKED', reasonCode, note }]);
    const object = { type: 'claim', id: claimId };
    await this.audit.record(tx, { actor: verifier.subject, action: 'revoke-claim', object, reason: reasonCode });
    await this.outbox.append(tx, [revokedEvent(claim, reasonCode, eventId, verifier.subject)]);
    const key = `claim-revoked:${claimId}`;
    await this.notices.tell(tx, [
      { recipientId: employeeId, key, code: 'claim-revoked', params: { title: claim.title } },
    ]);
  }

  private async decideOne(
    claim: Claim | undefined,
    command: ClaimDecision,
    { subject, employeeId }: Verifier,
  ): Promise<Done | string> {
    if (!claim) return 'claim-not-found';
    const today = this.clock.today();
    const decided = decideClaim(claim, command, { subject, employeeId, today });
    if ('refusedBecause' in decided) return decided.refusedBecause;
    if (decided.state === 'ACCEPTED') {
      const rules = await this.rules.book();
      const terms = { today, lateDays: this.config.claimLateDays, bounds: this.config, ...submittedFor(claim) };
      if (checkClaimedAmount(decided.details, rules, this.config).length > 0) return 'claim-amount-impossible';
      if (decided.corrections.length > 0 && checkClaim(decided.details, rules, terms).length > 0)
        return 'claim-refused';
    }
    const { state, corrections, withinDeadline } = decided;
    return {
      claim,
      command,
      state,
      decided: { ...claim, ...decided.details },
      corrections,
      withinDeadline,
      eventId: newId(),
    };
  }

  private async write(
    tx: Transaction,
    done: readonly Done[],
    verifier: Verifier,
  ): Promise<ReadonlyMap<string, LedgerEntry>> {
    const lines = await this.book(tx, done, verifier);
    const by = { subject: verifier.subject, employeeId: verifier.employeeId ?? null, at: this.clock.now() };
    await writeDecisions(
      tx,
      by,
      done.map(({ claim, command, state, decided, withinDeadline }) => ({
        claimId: claim.claimId,
        state,
        details: decided,
        reasonCode: command.decision === 'REFUSE' ? command.reasonCode : null,
        note: command.note,
        withinDeadline,
      })),
    );
    await writeActs(
      tx,
      verifier.subject,
      done.map(({ claim, command, state, corrections }) => ({
        claimId: claim.claimId,
        act: state,
        reasonCode: command.reasonCode,
        note: command.note,
        corrections,
      })),
    );
    const evidence = await evidenceRefs(
      tx,
      done.map(({ claim }) => claim.claimId),
    );
    for (const { claim, state, command } of done)
      await this.audit.record(tx, {
        actor: verifier.subject,
        action: `${state.toLowerCase()}-claim`,
        object: { type: 'claim', id: claim.claimId },
        ...(command.reasonCode === null ? {} : { reason: command.reasonCode }),
      });
    const events = done
      .filter(({ state }) => state !== 'RETURNED')
      .map((one) =>
        decidedEvent(one, lines.get(one.claim.claimId), evidence.get(one.claim.claimId)?.length ?? 0, verifier.subject),
      );
    await this.outbox.append(tx, events);
    await this.notices.tell(tx, done.map(noticeOf));
    return lines;
  }

  /** Accepted claims become completions of the same id, with the verifier and the evidence as their origin. */
  private async book(
    tx: Transaction,
    done: readonly Done[],
    verifier: Verifier,
  ): Promise<ReadonlyMap<string, LedgerEntry>> {
    const accepted = done.filter(({ state }) => state === 'ACCEPTED');
    if (accepted.length === 0) return new Map();
    const facts = accepted.map(({ decided, eventId }) => ({
      eventId,
      completion: { ...decided, completionId: decided.claimId },
      source: 'CLAIM' as const,
    }));
    const lines = await this.booking.record(tx, facts, (eventId) => ({
      causationId: eventId,
      actor: verifier.subject,
    }));
    const evidence = await evidenceRefs(
      tx,
      accepted.map(({ claim }) => claim.claimId),
    );
    const verifiedAt = this.clock.now();
    await writeOrigins(
      tx,
      accepted.map(({ claim: { claimId, employeeId } }) => ({
        completionId: claimId,
        employeeId,
        kind: 'CLAIM',
        reference: claimId,
        formerRegion: null,
        originCompletionId: null,
        verifiedBy: verifier.subject,
        verifiedByEmployee: verifier.employeeId ?? null,
        verifiedAt,
        evidence: evidence.get(claimId) ?? [],
      })),
    );
    return new Map(lines.filter(({ ordinal }) => ordinal === 1).map((line) => [line.completionId, line]));
  }
}

function decidedEvent(
  { claim, command, state, decided, withinDeadline, eventId }: Done,
  line: LedgerEntry | undefined,
  evidenceFiles: number,
  actor: string,
): NewEvent {
  return ClaimDecided.create({
    id: eventId,
    subject: claim.employeeId,
    cause: { actor },
    data: {
      claimId: claim.claimId,
      employeeId: claim.employeeId,
      decision: state === 'ACCEPTED' ? 'ACCEPTED' : 'REFUSED',
      reasonCode: state === 'REFUSED' ? command.reasonCode : null,
      pathCode: decided.pathCode,
      year: Number(decided.completedOn.slice(0, 4)),
      earned: line?.earned ?? 0,
      counted: line?.counted ?? 0,
      evidenceFiles,
      withinDeadline,
    },
  }) as unknown as NewEvent;
}

function revokedEvent(claim: Claim, reasonCode: string, id: string, actor: string): NewEvent {
  const { claimId, employeeId, pathCode, completedOn, withinDeadline } = claim;
  return ClaimDecided.create({
    id,
    subject: employeeId,
    cause: { actor },
    data: {
      claimId,
      employeeId,
      decision: 'REVOKED',
      reasonCode,
      pathCode,
      year: Number(completedOn.slice(0, 4)),
      earned: 0,
      counted: 0,
      evidenceFiles: 0,
      withinDeadline: withinDeadline ?? true,
    },
  }) as unknown as NewEvent;
}

function noticeOf({ claim, state }: Done) {
  const { claimId, employeeId, title, version } = claim;
  return {
    recipientId: employeeId,
    key: `claim-${state.toLowerCase()}:${claimId}:${version}`,
    code: `claim-${state.toLowerCase()}`,
    params: { title },
    link: `/claims/${claimId}`,
  };
}
