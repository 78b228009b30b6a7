import {
  AppError,
  CurrentPrincipal,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Param, ParseUUIDPipe, Post, Put, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { ClaimEditing } from '../claims/claim-editing.js';
import { findClaim } from '../claims/claim-store.js';
import { ClaimDto, ClaimStateView, EvidenceUploadDto, EvidenceView } from '../claims/claim.dto.js';
import type { ClaimActor } from '../claims/claims.js';
import { PeopleAccess } from '../people/people-access.js';

/** Goes on with claims that the officer entered for someone, e.g. from certificates on paper; another one verifies them. */
@ServiceController('learning-hours', 'claims')
export class EnteredClaimsController {
  constructor(
    private readonly editing: ClaimEditing,
    private readonly access: PeopleAccess,
    private readonly database: ServiceDatabase,
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
    return this.editing.edit(claimId, input, actorOf(principal));
  }

  @Post(':claimId/evidence')
  @Requires('hours:write')
  @TakesFile(EvidenceUploadDto)
  @ApiCreatedResponse({ type: [EvidenceView] })
  async attach(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() _form: EvidenceUploadDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<readonly EvidenceView[]>> {
    await this.assertEntered(claimId, principal);
    return this.editing.attach(request, claimId, file, actorOf(principal));
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
    return this.editing.submit(request, claimId, actorOf(principal));
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
