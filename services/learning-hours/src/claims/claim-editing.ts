import { createHash } from 'node:crypto';
import {
  AppError,
  Idempotency,
  UnitOfWork,
  withFileDigest,
  type IdempotentRequest,
  type OnceAnswer,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { listEvidence } from './claim-store.js';
import type { ClaimDto, ClaimStateView, EvidenceView } from './claim.dto.js';
import type { ClaimDetails } from './claim.js';
import { Claims, type ClaimActor } from './claims.js';

const OK = 200;

/** What can be done with a claim before it waits for a verifier, by its own person as by the officer who entered it: the caller has looked who may. */
@Injectable()
export class ClaimEditing {
  constructor(
    private readonly claims: Claims,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
  ) {}

  /** Throws as {@link Claims.edit}. */
  async edit(claimId: string, input: ClaimDto, actor: ClaimActor): Promise<ClaimStateView> {
    const { state } = await this.unitOfWork.run((tx) => this.claims.edit(tx, claimId, contentOf(input), actor));
    return { claimId, state };
  }

  /** Answers all evidence of the claim. Throws `file-empty` (422), and as {@link Claims.putEvidence} and {@link Claims.attach}. */
  async attach(
    request: IdempotentRequest,
    claimId: string,
    file: UploadedMultipartFile | undefined,
    actor: ClaimActor,
  ): Promise<OnceAnswer<readonly EvidenceView[]>> {
    if (!file?.buffer?.length) throw new AppError('file-empty', { status: 422, field: 'file' });
    const stored = await this.claims.putEvidence(file.buffer);
    const digest = createHash('sha256').update(file.buffer).digest();
    return this.idempotency.run(withFileDigest(request, digest), async (tx) => {
      await this.claims.attach(tx, claimId, { ...stored, fileName: file.originalname }, actor);
      return (await listEvidence(tx, claimId)).map(({ addedBy: _by, ...view }) => view);
    });
  }

  /** Throws as {@link Claims.submit}. */
  submit(request: IdempotentRequest, claimId: string, actor: ClaimActor): Promise<OnceAnswer<ClaimStateView>> {
    return this.idempotency.run(
      request,
      async (tx) => ({ claimId, state: 'SUBMITTED', ...(await this.claims.submit(tx, claimId, actor)) }),
      OK,
    );
  }
}

/** What a claim says, of what was sent. */
export function contentOf(input: ClaimDto): { readonly details: ClaimDetails; readonly note: string | null } {
  const { title, organiser, pathCode, scope, quantityHundredths, startedOn, completedOn } = input;
  return {
    details: {
      title,
      organiser,
      pathCode,
      scope,
      quantityHundredths,
      startedOn,
      completedOn,
      certificateNumber: input.certificateNumber ?? null,
    },
    note: input.note ?? null,
  };
}
