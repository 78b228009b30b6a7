import {
  AppError,
  CurrentPrincipal,
  Files,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  UnitOfWork,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersFile,
} from '@betang/platform';
import {
  Body,
  Delete,
  Get,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  StreamableFile,
  UploadedFile,
} from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { ConversionRules } from '../conversion/conversion-rules.js';
import { ownEmployee } from '../people/people-access.js';
import { ClaimEditing, contentOf } from './claim-editing.js';
import { findClaim } from './claim-store.js';
import { claimDetail, ownClaims } from './claim-views.js';
import {
  AppealClaimDto,
  ClaimDetailView,
  ClaimDto,
  ClaimMadeView,
  ClaimPage,
  ClaimStateView,
  EvidenceUploadDto,
  EvidenceView,
  OwnClaimsQuery,
  type ClaimView,
} from './claim.dto.js';
import type { Claim } from './claim.js';
import { Claims, type ClaimActor, EVIDENCE_TYPES } from './claims.js';
import { evidenceDownload } from './evidence-download.js';

const OK = 200;

/** One's own claims of learning hours: trainings elsewhere, with evidence. */
@ServiceController('learning-hours', 'me/claims')
export class OwnClaimsController {
  constructor(
    private readonly claims: Claims,
    private readonly editing: ClaimEditing,
    private readonly rules: ConversionRules,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly files: Files,
  ) {}

  @Post()
  @Requires('self:write')
  @ApiCreatedResponse({ type: ClaimMadeView })
  draft(
    @Body() input: ClaimDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ClaimMadeView>> {
    const employeeId = ownEmployee(principal);
    return this.idempotency.run(request, (tx) =>
      this.claims.draft(tx, { employeeId, ...contentOf(input) }, actorOf(principal)),
    );
  }

  @Get()
  @Requires('self:read')
  @ApiOkResponse({ type: ClaimPage })
  async list(@Query() query: OwnClaimsQuery, @CurrentPrincipal() principal: Principal): Promise<Page<ClaimView>> {
    const statement = ownClaims(ownEmployee(principal), query);
    return statement.page(await this.database.query<ClaimView & ListRow>(statement.text, statement.values));
  }

  @Get(':claimId')
  @Requires('self:read')
  @ApiOkResponse({ type: ClaimDetailView })
  async get(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ClaimDetailView> {
    const detail = await claimDetail(this.database, await this.getOwn(claimId, principal), await this.rules.book());
    // Whether another one has this certificate is for the verifier to know.
    return { ...detail, warnings: detail.warnings.filter(({ anotherPerson }) => !anotherPerson) };
  }

  /** Changes the claim while it is with the person: before it is submitted, or after it was returned. */
  @Put(':claimId')
  @Requires('self:write')
  @ApiOkResponse({ type: ClaimStateView })
  edit(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @Body() input: ClaimDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ClaimStateView> {
    return this.editing.edit(claimId, input, actorOf(principal));
  }

  @Post(':claimId/evidence')
  @Requires('self:write')
  @TakesFile(EvidenceUploadDto)
  @ApiCreatedResponse({ type: [EvidenceView] })
  async attach(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() _form: EvidenceUploadDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<readonly EvidenceView[]>> {
    await this.getOwn(claimId, principal);
    return this.editing.attach(request, claimId, file, actorOf(principal));
  }

  @Get(':claimId/evidence/:sha256')
  @Requires('self:read')
  @AnswersFile(...EVIDENCE_TYPES)
  async download(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @Param('sha256') sha256: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    await this.getOwn(claimId, principal);
    return evidenceDownload(this.database, this.files, claimId, sha256);
  }

  @Delete(':claimId/evidence/:sha256')
  @Requires('self:write')
  @ApiOkResponse({ type: ClaimStateView })
  async detach(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @Param('sha256') sha256: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ClaimStateView> {
    await this.unitOfWork.run((tx) => this.claims.detach(tx, claimId, sha256, actorOf(principal)));
    const { state } = await this.getOwn(claimId, principal);
    return { claimId, state };
  }

  @Post(':claimId/submit')
  @Requires('self:write')
  @ApiOkResponse({ type: ClaimStateView })
  submit(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ClaimStateView>> {
    return this.editing.submit(request, claimId, actorOf(principal));
  }

  @Post(':claimId/withdraw')
  @Requires('self:write')
  @ApiOkResponse({ type: ClaimStateView })
  withdraw(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ClaimStateView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.claims.withdraw(tx, claimId, actorOf(principal));
        return { claimId, state: 'WITHDRAWN' };
      },
      OK,
    );
  }

  /** Appeals against a refusal, once and in time; another verifier decides. */
  @Post(':claimId/appeal')
  @Requires('self:write')
  @ApiOkResponse({ type: ClaimStateView })
  appeal(
    @Param('claimId', ParseUUIDPipe) claimId: string,
    @Body() { statement }: AppealClaimDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ClaimStateView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const { dueOn } = await this.claims.appeal(tx, claimId, statement, actorOf(principal));
        return { claimId, state: 'SUBMITTED', dueOn };
      },
      OK,
    );
  }

  private async getOwn(claimId: string, principal: Principal): Promise<Claim> {
    const claim = await findClaim(this.database, claimId);
    if (claim?.employeeId !== ownEmployee(principal)) throw new AppError('claim-not-found', { status: 404 });
    return claim;
  }
}

function actorOf(principal: Principal): ClaimActor {
  return { subject: principal.subject, onlyOf: ownEmployee(principal) };
}
