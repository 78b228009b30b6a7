import { createHash } from 'node:crypto';
import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  UnitOfWork,
  withFileDigest,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Param, ParseUUIDPipe, Post, Put, UploadedFile, UseInterceptors } from '@nestjs/common';
import { FileInterceptor, type UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { findClaim, listEvidence } from '../claims/claim-store.js';
import { ClaimDto, ClaimStateView, EvidenceUploadDto, EvidenceView } from '../claims/claim.dto.js';
import { Claims, type ClaimActor } from '../claims/claims.js';
import { detailsOfInput } from '../claims/own-claims.controller.js';
import { PeopleAccess } from '../people/people-access.js';

const OK = 200;

/** Goes on with claims that the officer entered for someone, e.g. from certificates on paper; another one verifies them. */
@ServiceController('learning-hours', 'claims')
export class EnteredClaimsController {
  constructor(
    private readonly claims: Claims,
    private readonly access: PeopleAccess,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
  ) {}

  /** Changes it before it is submitted, or after it was returned. */
  @Put(':claimId')
  @Requires('hours:write')
  @ApiOkResponse({ type: ClaimStateView })
  async edit(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @Body() input: ClaimDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ClaimStateView> {
    await this.assertEntered(claimId, principal);
    const change = { details: detailsOfInput(input), note: input.note ?? null };
    await this.unitOfWork.run((tx) => this.claims.edit(tx, claimId, change, actorOf(principal)));
    const claim = await findClaim(this.database, claimId);
    return { claimId, state: claim!.state };
  }

  @Post(':claimId/evidence')
  @Requires('hours:write')
  @UseInterceptors(FileInterceptor('file'))
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: EvidenceUploadDto })
  @ApiCreatedResponse({ type: [EvidenceView] })
  async attach(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() _form: EvidenceUploadDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<readonly EvidenceView[]>> {
    await this.assertEntered(claimId, principal);
    if (!file?.buffer?.length) throw new AppError('file-empty', { status: 422, field: 'file' });
    const stored = await this.claims.putEvidence(file.buffer);
    const digest = createHash('sha256').update(file.buffer).digest();
    return this.idempotency.run(withFileDigest(request, digest), async (tx) => {
      await this.claims.attach(tx, claimId, { ...stored, fileName: file.originalname }, actorOf(principal));
      return (await listEvidence(tx, claimId)).map(({ addedBy: _by, ...view }) => view);
    });
  }

  @Post(':claimId/submit')
  @Requires('hours:write')
  @ApiOkResponse({ type: ClaimStateView })
  async submit(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ClaimStateView>> {
    await this.assertEntered(claimId, principal);
    return this.idempotency.run(
      request,
      async (tx) => ({ claimId, state: 'SUBMITTED', ...(await this.claims.submit(tx, claimId, actorOf(principal))) }),
      OK,
    );
  }

  /** Throws `claim-not-found` (404), the same for claims that someone else entered and for people out of reach. */
  private async assertEntered(claimId: string, principal: Principal): Promise<void> {
    const claim = await findClaim(this.database, claimId);
    if (claim?.enteredBy !== principal.subject) throw new AppError('claim-not-found', { status: 404 });
    await this.access.assertVisible(principal, claim.employeeId, 'hours:write');
  }
}

function actorOf(principal: Principal): ClaimActor {
  return { subject: principal.subject, onlyOf: undefined };
}
