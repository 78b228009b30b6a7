import {
  AppError,
  Audit,
  CurrentPrincipal,
  Files,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  dispositionOf,
  withFileDigest,
  type IdempotentRequest,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersFile,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query, StreamableFile, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { EvidenceUploadDto } from '../claims/claim.dto.js';
import { PeopleAccess, inVisibleUnits, ownEmployee } from '../people/people-access.js';
import {
  DecideLaterUseDto,
  LaterUseDueList,
  LaterUsePage,
  LaterUseQuery,
  LaterUseToldView,
  TellLaterUseDto,
  type LaterUseView,
} from './later-use.dto.js';
import { LaterUses } from './later-uses.js';
import { EVIDENCE_TYPES } from '../claims/claims.js';

const OK = 200;

const EVIDENCE = `SELECT u.sha256, u.media_type AS "mediaType", u.employee_id AS "employeeId" FROM later_use AS u JOIN person AS p USING (employee_id)
 WHERE u.later_use_id = $1 AND u.sha256 IS NOT NULL AND ${inVisibleUnits('p.unit_id', 2)}`;

/** Later use of what was learned (pemanfaatan hasil belajar): told by the person, confirmed by a supervisor. */
@ServiceController('learning-hours')
export class LaterUseController {
  constructor(
    private readonly uses: LaterUses,
    private readonly access: PeopleAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly files: Files,
    private readonly audit: Audit,
  ) {}

  @Post('me/later-use')
  @Requires('self:write')
  @ApiCreatedResponse({ type: LaterUseToldView })
  tell(
    @Body() use: TellLaterUseDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<LaterUseToldView>> {
    const employeeId = ownEmployee(principal);
    return this.idempotency.run(request, (tx) => this.uses.tell(tx, employeeId, principal.subject, use));
  }

  @Get('me/later-use')
  @Requires('self:read')
  @ApiOkResponse({ type: LaterUsePage })
  async listOwn(@Query() query: LaterUseQuery, @CurrentPrincipal() principal: Principal): Promise<Page<LaterUseView>> {
    const statement = this.uses.list(query, { employeeId: ownEmployee(principal) });
    return statement.page(await this.database.query<LaterUseView & ListRow>(statement.text, statement.values));
  }

  /** Trainings that one is, or will be, asked about. */
  @Get('me/later-use/due')
  @Requires('self:read')
  @ApiOkResponse({ type: LaterUseDueList })
  async due(@CurrentPrincipal() principal: Principal): Promise<LaterUseDueList> {
    return { items: await this.uses.due(this.database, ownEmployee(principal)) };
  }

  @Post('me/later-use/:laterUseId/evidence')
  @Requires('self:write')
  @TakesFile(EvidenceUploadDto)
  @ApiCreatedResponse({ type: LaterUseToldView })
  async attach(
    @Param('laterUseId', ParseUUIDPipe) laterUseId: string,
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() _form: EvidenceUploadDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<LaterUseToldView>> {
    const content = file?.buffer;
    if (!content?.length) throw new AppError('file-empty', { status: 422, field: 'file' });
    const employeeId = ownEmployee(principal);
    const stored = await this.uses.store(content);
    return this.idempotency.run(withFileDigest(request, Buffer.from(stored.sha256, 'hex')), (tx) =>
      this.uses.attach(tx, employeeId, laterUseId, stored, principal.subject),
    );
  }

  @Get('later-use')
  @Requires('hours:verify')
  @ApiOkResponse({ type: LaterUsePage })
  async list(@Query() query: LaterUseQuery, @CurrentPrincipal() principal: Principal): Promise<Page<LaterUseView>> {
    const statement = this.uses.list(query, { visible: this.access.visibleUnits(principal, 'hours:verify') });
    const page = statement.page(await this.database.query<LaterUseView & ListRow>(statement.text, statement.values));
    const subjects = [...new Set(page.items.map(({ employeeId }) => employeeId))];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'claim-verification' });
    return page;
  }

  @Get('later-use/:laterUseId/evidence')
  @Requires('hours:verify')
  @AnswersFile(...EVIDENCE_TYPES)
  async evidence(
    @Param('laterUseId', ParseUUIDPipe) laterUseId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    const visible = this.access.visibleUnits(principal, 'hours:verify');
    const [file] = await this.database.query<{ sha256: string; mediaType: string; employeeId: string }>(EVIDENCE, [
      laterUseId,
      visible,
    ]);
    if (!file) throw new AppError('file-not-found', { status: 404 });
    const read = { actor: principal.subject, subjects: [file.employeeId], purpose: 'claim-verification' };
    await this.audit.recordRead(this.database, read);
    const options = { type: file.mediaType, disposition: dispositionOf(`bukti-${laterUseId}`) };
    return new StreamableFile(await this.files.read(file.sha256), options);
  }

  @Post('later-use/:laterUseId/decision')
  @Requires('hours:verify')
  @ApiOkResponse({ type: LaterUseToldView })
  decide(
    @Param('laterUseId', ParseUUIDPipe) laterUseId: string,
    @Body() { decision, note }: DecideLaterUseDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<LaterUseToldView>> {
    const visible = this.access.visibleUnits(principal, 'hours:verify');
    const { subject: by, employeeId: byEmployee } = principal;
    const command = { confirm: decision === 'CONFIRM', note: note ?? null, by, byEmployee };
    return this.idempotency.run(
      request,
      async (tx) => ({ laterUseId, state: await this.uses.decide(tx, laterUseId, command, visible) }),
      OK,
    );
  }
}
