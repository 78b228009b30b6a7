import { createHash } from 'node:crypto';
import { newId } from '@betang/contracts';
import {
  AppError,
  CurrentPrincipal,
  Files,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  dispositionOf,
  fileNameOf,
  withFileDigest,
  type FileType,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProperty,
  ApiPropertyOptional,
  AnswersFile,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query, StreamableFile, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { Table } from '../database/table.js';
import { ANNEX_KINDS } from './plan-guide.js';
import { PLANS } from './plan-rows.js';
import { Plans } from './plans.js';

const KINDS = ['SIGNED_DOCUMENT', ...ANNEX_KINDS] as const;
const TYPES: readonly FileType[] = ['pdf', 'png', 'jpeg', 'webp', 'docx', 'xlsx'];
const MOST_BYTES = 20 * 1024 * 1024;
const DONE = 200;

/** A file of a version of a plan. */
interface Attachment {
  readonly attachmentId: string;
  readonly planId: string;
  readonly version: number;
  readonly kind: (typeof KINDS)[number];
  readonly title: string;
  readonly sha256: string;
  readonly mediaType: string;
  readonly bytes: number;
  readonly removed: boolean;
  readonly addedBy: string;
}

const ATTACHMENTS = new Table<Attachment>('plan_attachment', 'attachmentId', { numbers: ['bytes'] });
const LIST: ListDefinition = {
  select: `SELECT f.attachment_id, f.plan_id, f.version, f.kind, f.title, f.sha256, f.media_type, f.bytes::float8 AS bytes FROM plan_attachment AS f`,
  sorts: { title: { sql: 'f.title', type: 'text' }, version: { sql: 'f.version', type: 'integer' } },
  defaultSort: 'title',
  key: { sql: 'f.attachment_id', type: 'uuid' },
};

export class AttachmentUploadDto {
  @ApiProperty({ type: 'string', format: 'binary', description: 'PDF, picture, Word or Excel, up to 20 MiB' })
  @IsOptional()
  readonly file?: unknown;
  @ApiProperty({ enum: KINDS }) @IsIn(KINDS) readonly kind: (typeof KINDS)[number];
  @IsString() @MinLength(2) @MaxLength(300) readonly title: string;
  @ApiProperty({ description: 'Version that it belongs to' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly version: number;
}

export class AttachmentQuery extends PageQuery {
  @ApiPropertyOptional({ minimum: 1, maximum: 10_000 })
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly version?: number;
  @ApiPropertyOptional({ enum: KINDS }) @IsOptional() @IsIn(KINDS) readonly kind?: string;
}

export class AttachmentView {
  @ApiProperty({ format: 'uuid' }) readonly attachmentId: string;
  @ApiProperty() readonly version: number;
  @ApiProperty({ enum: KINDS }) readonly kind: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly sha256: string;
  @ApiProperty() readonly mediaType: string;
  @ApiProperty() readonly bytes: number;
}

export class AttachmentPage {
  @ApiProperty({ type: [AttachmentView] }) readonly items: readonly AttachmentView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

/** Files of plans: maps, procedures, commitment sheets, and the document as it was signed. They stay in the region. */
@ServiceController('contingency', 'plans/:planId/attachments')
export class PlanAttachmentsController {
  constructor(
    private readonly plans: Plans,
    private readonly files: Files,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: AttachmentPage })
  async list(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: AttachmentQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<AttachmentView>> {
    this.access.assertReads(principal);
    await PLANS.get(this.database, planId);
    const list = new ListQuery(LIST, query)
      .where('f.plan_id = ? AND NOT f.removed', planId)
      .where('f.version = ?', query.version)
      .where('f.kind = ?', query.kind);
    const page = await listPage<Attachment>(this.database, list);
    return { ...page, items: page.items.map(viewOf) };
  }

  /** Throws `file-too-large` (413), `file-type-refused` (415), `file-empty` (422). */
  @Post()
  @Requires('contingency:write')
  @TakesFile(AttachmentUploadDto)
  @ApiCreatedResponse({ type: AttachmentView })
  async add(
    @Param('planId', ParseUUIDPipe) planId: string,
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() { kind, title, version }: AttachmentUploadDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AttachmentView>> {
    const { leadUnitId } = await PLANS.get(this.database, planId);
    await this.access.assertUnit(this.database, principal, leadUnitId);
    if (!file?.buffer?.length) throw new AppError('file-empty', { status: 422, field: 'file' });
    const { sha256, mediaType, bytes } = await this.files.put(file.buffer, { maxBytes: MOST_BYTES, types: TYPES });
    const digest = createHash('sha256').update(file.buffer).digest();
    return this.idempotency.run(withFileDigest(request, digest), async (tx) => {
      await this.plans.lockVersion(tx, planId, version);
      const row = {
        attachmentId: newId(),
        planId,
        version,
        kind,
        title,
        sha256,
        mediaType,
        bytes,
        addedBy: principal.subject,
      };
      const attachment = await ATTACHMENTS.insert(tx, row);
      await this.files.attach(tx, sha256, { type: 'plan-attachment', id: attachment.attachmentId });
      const object = { type: 'plan', id: planId };
      await this.consequences.settle(tx, {
        actor: principal.subject,
        action: 'attach-to-plan',
        object,
        after: { kind, version, sha256 },
      });
      return viewOf(attachment);
    });
  }

  @Get(':attachmentId/content')
  @Requires('contingency:read')
  @AnswersFile(...TYPES)
  async content(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('attachmentId', ParseUUIDPipe) attachmentId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    this.access.assertReads(principal);
    const { sha256, mediaType, title } = await this.get(planId, attachmentId);
    const disposition = dispositionOf(fileNameOf(title.replace(/[\\/"]/g, ' '), mediaType, 'lampiran'));
    return new StreamableFile(await this.files.read(sha256), { type: mediaType, disposition });
  }

  @Post(':attachmentId/remove')
  @Requires('contingency:write')
  @ApiOkResponse({ type: AttachmentView })
  remove(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Param('attachmentId', ParseUUIDPipe) attachmentId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AttachmentView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const plan = await this.plans.lockActive(tx, planId);
        await this.access.assertUnit(tx, principal, plan.leadUnitId);
        await this.get(planId, attachmentId);
        const removed = await ATTACHMENTS.update(tx, attachmentId, { removed: true });
        await this.files.detach(tx, { type: 'plan-attachment', id: attachmentId });
        const object = { type: 'plan', id: planId };
        const after = { attachmentId, sha256: removed.sha256 };
        await this.consequences.settle(tx, { actor: principal.subject, action: 'detach-from-plan', object, after });
        return viewOf(removed);
      },
      DONE,
    );
  }

  private async get(planId: string, attachmentId: string): Promise<Attachment> {
    const attachment = await ATTACHMENTS.get(this.database, attachmentId);
    if (attachment.planId !== planId || attachment.removed)
      throw new AppError('plan-attachment-not-found', { status: 404 });
    return attachment;
  }
}

function viewOf({ attachmentId, version, kind, title, sha256, mediaType, bytes }: Attachment): AttachmentView {
  return { attachmentId, version, kind, title, sha256, mediaType, bytes };
}
