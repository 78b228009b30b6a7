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
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProperty,
  AnswersFile,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, StreamableFile, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { IsOptional } from 'class-validator';
import { PeopleAccess } from '../people/people-access.js';
import { Assessments } from './assessments.js';

const MOST_BYTES = 10 * 1024 * 1024;
const OWNER = 'assessment';
const ENDINGS: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg' };

export class UploadEvidenceDto {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The report: .pdf, .png or .jpg, at most 10 MB' })
  @IsOptional()
  readonly file?: unknown;
}

export class EvidenceFileView {
  @ApiProperty({ description: 'SHA-256 of its bytes' }) readonly sha256: string;
  @ApiProperty() readonly bytes: number;
  @ApiProperty() readonly mediaType: string;
}

export class EvidenceFileList {
  @ApiProperty({ type: [EvidenceFileView] }) readonly items: readonly EvidenceFileView[];
}

/** The report of an assessment (bukti dukung) as a file. It stays in the region, outside the web root; every look is on record. */
@ServiceController('competency-mapping', 'assessments/:assessmentId/evidence')
export class AssessmentEvidenceController {
  constructor(
    private readonly files: Files,
    private readonly assessments: Assessments,
    private readonly access: PeopleAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Post()
  @Requires('assessments:write')
  @TakesFile(UploadEvidenceDto)
  @ApiCreatedResponse({ type: EvidenceFileView })
  async attach(
    @Param('assessmentId', ParseUUIDPipe) assessmentId: string,
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() _form: UploadEvidenceDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EvidenceFileView>> {
    const employeeId = await this.assessments.getEmployee(this.database, assessmentId);
    await this.access.getPerson(principal, 'assessments:write', employeeId);
    const content = file?.buffer ?? Buffer.alloc(0);
    const stored = await this.files.put(content, { maxBytes: MOST_BYTES, types: ['pdf', 'png', 'jpeg'] });
    const { sha256, bytes, mediaType } = stored;
    return this.idempotency.run(withFileDigest(request, Buffer.from(sha256, 'hex')), async (tx) => {
      await this.files.attach(tx, sha256, { type: OWNER, id: assessmentId });
      const object = { type: OWNER, id: assessmentId };
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'attach-evidence',
        object,
        after: { sha256, bytes },
      });
      return { sha256, bytes, mediaType };
    });
  }

  @Get()
  @Requires('assessments:read')
  @ApiOkResponse({ type: EvidenceFileList })
  async list(
    @Param('assessmentId', ParseUUIDPipe) assessmentId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<EvidenceFileList> {
    await this.allow(principal, assessmentId);
    return { items: await this.attached(assessmentId) };
  }

  @Get(':sha256')
  @Requires('assessments:read')
  @AnswersFile('pdf', 'png', 'jpeg')
  async download(
    @Param('assessmentId', ParseUUIDPipe) assessmentId: string,
    @Param('sha256') sha256: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    await this.allow(principal, assessmentId);
    const found = (await this.attached(assessmentId)).find((file) => file.sha256 === sha256);
    if (!found) throw new AppError('file-not-found', { status: 404 });
    return new StreamableFile(await this.files.read(sha256), {
      type: found.mediaType,
      disposition: dispositionOf(`laporan-penilaian.${ENDINGS[found.mediaType] ?? 'bin'}`),
    });
  }

  private async allow(principal: Principal, assessmentId: string): Promise<void> {
    const employeeId = await this.assessments.getEmployee(this.database, assessmentId);
    await this.access.getPerson(principal, 'assessments:read', employeeId);
    const read = { actor: principal.subject, subjects: [employeeId], purpose: 'competency-assessment' };
    await this.audit.recordRead(this.database, read);
  }

  private attached(assessmentId: string): Promise<EvidenceFileView[]> {
    return this.database.query<EvidenceFileView>(
      `SELECT f.sha256, f.bytes::float8 AS bytes, f.media_type AS "mediaType" FROM stored_file_reference AS r JOIN stored_file AS f USING (sha256)
        WHERE r.object_type = $1 AND r.object_id = $2 ORDER BY r.attached_at`,
      [OWNER, assessmentId],
    );
  }
}
