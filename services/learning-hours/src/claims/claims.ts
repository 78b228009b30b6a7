import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  Clock,
  Files,
  Notices,
  type FileType,
  type StoredFile,
  type Transaction,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ConversionRules } from '../conversion/conversion-rules.js';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { obstacleToAppeal } from './appeal-claim.decision.js';
import { checkClaim, submittedFor, workingDaysAfter } from './check-claim.decision.js';
import {
  findClaim,
  insertClaim,
  insertEvidence,
  listEvidence,
  replaceDetails,
  setAppealed,
  setState,
  writeActs,
  type ClaimAct,
} from './claim-store.js';
import type { Claim, ClaimDetails } from './claim.js';
import { correctionsOf } from './decide-claim.decision.js';
import { evidenceName } from './evidence-name.js';

/** Kinds of evidence: what a certificate or a list of attendance comes as. */
export const EVIDENCE_TYPES: readonly FileType[] = ['pdf', 'png', 'jpeg', 'webp'];
const MOST_FILES = 10;

/** Who acts on a claim: its own person, or an officer on the person's behalf. */
export interface ClaimActor {
  readonly subject: string;
  /** Claims of this person only; undefined for an officer, who goes on with claims that he or she entered. */
  readonly onlyOf: string | undefined;
}

/** Claims from the first draft to the queue of verification. */
@Injectable()
export class Claims {
  constructor(
    private readonly rules: ConversionRules,
    private readonly files: Files,
    private readonly notices: Notices,
    private readonly audit: Audit,
    private readonly clock: Clock,
    private readonly config: LearningHoursConfig,
  ) {}

  /** Begins a claim. Throws `claim-refused` (422) naming the fields. */
  async draft(
    tx: Transaction,
    input: { readonly employeeId: string; readonly details: ClaimDetails; readonly note: string | null },
    actor: ClaimActor,
  ): Promise<{ claimId: string }> {
    await this.check(input.details);
    const claimId = newId();
    const { employeeId, note } = input;
    await insertClaim(tx, { ...input.details, claimId, employeeId, note, enteredBy: actor.subject });
    await this.act(tx, claimId, 'CREATED', actor);
    return { claimId };
  }

  /** Changes what is claimed, while it is with the person; its state stays. Throws `claim-not-found`, `claim-not-with-you` (409), `claim-refused`. */
  async edit(
    tx: Transaction,
    claimId: string,
    input: { readonly details: ClaimDetails; readonly note: string | null },
    actor: ClaimActor,
  ): Promise<Pick<Claim, 'state'>> {
    const claim = await this.getWithPerson(tx, claimId, actor);
    await this.check(input.details, claim);
    await replaceDetails(tx, claimId, input.details, input.note);
    await this.act(tx, claimId, 'EDITED', actor, { corrections: correctionsOf(claim, input.details) });
    return claim;
  }

  /** Stores the bytes of an evidence file. Throws `file-too-large`, `file-type-refused`, `file-empty`. */
  putEvidence(content: Buffer): Promise<StoredFile> {
    return this.files.put(content, { maxBytes: this.config.evidenceMegabytes * 1024 * 1024, types: EVIDENCE_TYPES });
  }

  /** Attaches a stored file. Throws `claim-evidence-too-many` (409). */
  async attach(
    tx: Transaction,
    claimId: string,
    file: StoredFile & { readonly fileName: string },
    actor: ClaimActor,
  ): Promise<void> {
    await this.getWithPerson(tx, claimId, actor);
    const known = await listEvidence(tx, claimId);
    // The same file once more changes nothing.
    if (known.some(({ sha256, erasedAt }) => sha256 === file.sha256 && erasedAt === null)) {
      this.audit.nothingChanged(tx);
      return;
    }
    if (known.length >= MOST_FILES && !known.some(({ sha256 }) => sha256 === file.sha256))
      throw new AppError('claim-evidence-too-many', { status: 409, params: { most: MOST_FILES } });
    const { sha256, mediaType, bytes } = file;
    const fileName = evidenceName(file.fileName, mediaType);
    await insertEvidence(tx, claimId, { sha256, mediaType, bytes, fileName, addedBy: actor.subject });
    await this.files.attach(tx, sha256, { type: 'claim', id: claimId });
    await this.act(tx, claimId, 'EDITED', actor, {
      corrections: [{ field: 'evidence', before: null, after: fileName }],
    });
  }

  /** Takes a file off a claim that is with the person. */
  async detach(tx: Transaction, claimId: string, sha256: string, actor: ClaimActor): Promise<void> {
    await this.getWithPerson(tx, claimId, actor);
    const [gone] = await tx.query<{ fileName: string }>(
      'DELETE FROM claim_evidence WHERE claim_id = $1 AND sha256 = $2 RETURNING file_name AS "fileName"',
      [claimId, sha256],
    );
    if (!gone) throw new AppError('file-not-found', { status: 404 });
    await this.files.detach(tx, { type: 'claim', id: claimId }, sha256);
    const corrections = [{ field: 'evidence', before: gone.fileName, after: null }];
    await this.act(tx, claimId, 'EDITED', actor, { corrections });
  }

  /** Puts a claim into the queue, with a deadline. Throws `claim-evidence-missing` (409): nothing is verified without evidence. */
  async submit(tx: Transaction, claimId: string, actor: ClaimActor): Promise<{ dueOn: string }> {
    const claim = await this.getWithPerson(tx, claimId, actor);
    await this.check(claim, claim);
    const evidence = (await listEvidence(tx, claimId)).filter(({ erasedAt }) => erasedAt === null);
    if (evidence.length === 0) throw new AppError('claim-evidence-missing', { status: 409 });
    const dueOn = workingDaysAfter(this.clock.today(), this.config.claimDays);
    await setState(tx, claimId, 'SUBMITTED', { at: this.clock.now(), dueOn });
    await this.act(tx, claimId, 'SUBMITTED', actor);
    await this.tellSupervisor(tx, claim, dueOn);
    return { dueOn };
  }

  /**
   * Appeals against a refusal: the claim goes back into the queue with a new deadline, for another verifier. Throws `claim-not-refused`,
   * `claim-appealed-already`, `claim-appeal-too-late` (409).
   */
  async appeal(tx: Transaction, claimId: string, statement: string, actor: ClaimActor): Promise<{ dueOn: string }> {
    const claim = await this.get(tx, claimId, actor);
    const now = this.clock.now();
    const obstacle = obstacleToAppeal(claim, { now, appealDays: this.config.claimAppealDays });
    if (obstacle !== undefined)
      throw new AppError(obstacle, { status: 409, params: { days: this.config.claimAppealDays } });
    const dueOn = workingDaysAfter(this.clock.today(), this.config.claimDays);
    await setAppealed(tx, claimId, { at: now, dueOn, statement });
    await this.act(tx, claimId, 'APPEALED', actor, { note: statement });
    await this.tellSupervisor(tx, { ...claim, refusedByEmployee: claim.decidedByEmployee }, dueOn);
    return { dueOn };
  }

  /** Takes a claim back before it is decided. Throws `claim-decided` (409). */
  async withdraw(tx: Transaction, claimId: string, actor: ClaimActor): Promise<void> {
    const { state } = await this.get(tx, claimId, actor);
    if (state !== 'DRAFT' && state !== 'SUBMITTED' && state !== 'RETURNED')
      throw new AppError('claim-decided', { status: 409 });
    await setState(tx, claimId, 'WITHDRAWN');
    await this.act(tx, claimId, 'WITHDRAWN', actor);
  }

  /** A claim of the actor's, locked. Throws `claim-not-found` (404), the same for another person's. */
  private async get(tx: Transaction, claimId: string, actor: ClaimActor): Promise<Claim> {
    const claim = await findClaim(tx, claimId, true);
    const mayActOn =
      actor.onlyOf === undefined ? claim?.enteredBy === actor.subject : claim?.employeeId === actor.onlyOf;
    if (!claim || !mayActOn) throw new AppError('claim-not-found', { status: 404 });
    return claim;
  }

  private async getWithPerson(tx: Transaction, claimId: string, actor: ClaimActor): Promise<Claim> {
    const claim = await this.get(tx, claimId, actor);
    if (claim.state !== 'DRAFT' && claim.state !== 'RETURNED')
      throw new AppError('claim-not-with-you', { status: 409 });
    return claim;
  }

  private async check(details: ClaimDetails, known?: Claim): Promise<void> {
    const terms = {
      today: this.clock.today(),
      lateDays: this.config.claimLateDays,
      bounds: this.config,
      ...(known && submittedFor(known)),
    };
    const errors = checkClaim(details, await this.rules.book(), terms);
    if (errors.length > 0) throw new AppError('claim-refused', { status: 422, errors });
  }

  private async tellSupervisor(tx: Transaction, claim: Claim, dueOn: string): Promise<void> {
    const [row] = await tx.query<{ id: string | null }>(
      'SELECT supervisor_id AS id FROM person WHERE employee_id = $1',
      [claim.employeeId],
    );
    // Whoever refused it is not to decide on the appeal.
    if (!row?.id || row.id === claim.refusedByEmployee) return;
    const key = `claim-waiting:${claim.claimId}:${claim.version}`;
    const link = `/verification/${claim.claimId}`;
    await this.notices.tell(tx, [{ recipientId: row.id, key, code: 'claim-waiting', params: { dueOn }, link }]);
  }

  private async act(
    tx: Transaction,
    claimId: string,
    act: string,
    { subject }: ClaimActor,
    what: Pick<ClaimAct, 'note' | 'corrections'> = {},
  ): Promise<void> {
    await writeActs(tx, subject, [{ claimId, act, ...what }]);
    const action = `claim-${act.toLowerCase()}`;
    await this.audit.record(tx, { actor: subject, action, object: { type: 'claim', id: claimId } });
  }
}
