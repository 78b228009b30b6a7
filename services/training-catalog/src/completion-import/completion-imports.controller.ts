import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  PageQuery,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  assertMayActOn,
  decodeCursor,
  downloadOf,
  pageOf,
  preferredLanguage,
  sentFileName,
  withFileDigest,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import {
  Body,
  Get,
  Header,
  Headers,
  Param,
  ParseUUIDPipe,
  Post,
  Query,
  type StreamableFile,
  UploadedFile,
} from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { findColumns, headingOf } from '../completion-file/course-columns.js';
import { countLines } from '../completion-file/course-rows.js';
import { problemTexts } from '../completion-file/problem-messages.js';
import {
  CompletionImportPage,
  CompletionImportQuery,
  CompletionImportView,
  ImportAcceptedView,
  RowErrorPage,
  UploadCompletionsDto,
  type RowErrorView,
} from './completion-import.dto.js';
import { CompletionImportQueue } from './completion-import-queue.js';
import { findImport, insertImport, listImports, listRefused, type CompletionImport } from './import-store.js';
import { refusedRowsFile } from './refused-rows-file.js';

const ACCEPTED = 202;

/** Completion files in the shape of SIASN course records: upload, progress, refused rows. Good rows are recorded at once. */
@ServiceController('training-catalog', 'completion-imports')
export class CompletionImportsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly queue: CompletionImportQueue,
  ) {}

  @Post()
  @Requires('completions:write')
  @TakesFile(UploadCompletionsDto)
  async upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() _form: UploadCompletionsDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ImportAcceptedView>> {
    this.assertOfficer(principal);
    const content = file?.buffer;
    if (!content || content.length === 0) throw new AppError('course-file-empty', { status: 422, field: 'file' });
    const digest = createHash('sha256').update(content).digest();
    const importId = newId();
    const actor = principal.subject;
    const answer = await this.idempotency.run(
      withFileDigest(request, digest),
      async (tx) => {
        const fileName = sentFileName(file.originalname, 'completions.csv');
        const rowsTotal = Math.max(0, countLines(content) - 1);
        await insertImport(tx, {
          importId,
          fileName,
          content,
          contentHash: digest.toString('hex'),
          uploadedBy: actor,
          rowsTotal,
        });
        await this.audit.record(tx, {
          actor,
          action: 'upload-completions',
          object: { type: 'completion-import', id: importId },
        });
        return { importId, state: 'WORKING' };
      },
      ACCEPTED,
    );
    await this.queue.wake(answer.body.importId);
    return answer;
  }

  @Get()
  @Requires('completions:write')
  @ApiOkResponse({ type: CompletionImportPage })
  async list(
    @Query() query: CompletionImportQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<CompletionImportView>> {
    this.assertOfficer(principal);
    const page = await listImports(this.database, query);
    return { ...page, items: page.items.map(viewOf) };
  }

  @Get(':importId')
  @Requires('completions:write')
  @ApiOkResponse({ type: CompletionImportView })
  async get(
    @Param('importId', ParseUUIDPipe) importId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<CompletionImportView> {
    return viewOf(await this.getImport(importId, principal));
  }

  @Get(':importId/errors')
  @Requires('completions:write')
  @ApiOkResponse({ type: RowErrorPage })
  async errors(
    @Param('importId', ParseUUIDPipe) importId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<RowErrorView>> {
    const { header } = await this.getImport(importId, principal);
    const headings = header ?? [];
    const columns = header ? findColumns(headings) : {};
    const language = preferredLanguage(accepted);
    const [after] = decodeCursor(query.cursor, 1) ?? [0];
    const page = pageOf(
      await listRefused(this.database, importId, Number(after), query.limit + 1),
      query.limit,
      (row) => [row.rowNumber],
    );
    const items = page.items.flatMap(({ rowNumber, problems }) =>
      problems.map((problem) => ({
        row: rowNumber,
        column: headingOf(problem.field, columns, headings),
        code: problem.code,
        ...problemTexts(problem, language),
      })),
    );
    return { ...page, items };
  }

  @Get(':importId/errors.csv')
  @Requires('completions:write')
  @Header('cache-control', 'no-store')
  async errorsFile(
    @Param('importId', ParseUUIDPipe) importId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    const { header } = await this.getImport(importId, principal);
    const read = {
      actor: principal.subject,
      subjects: [importId],
      subjectType: 'completion-import',
      purpose: 'training-record',
    };
    await this.audit.recordRead(this.database, read);
    const headings = header ?? [];
    const file = refusedRowsFile(this.database, importId, headings, header ? findColumns(headings) : {});
    return downloadOf(Readable.from(file), `baris-ditolak-${importId}`, 'csv');
  }

  private async getImport(importId: string, principal: Principal): Promise<CompletionImport> {
    this.assertOfficer(principal);
    const job = await findImport(this.database, importId);
    if (!job) throw new AppError('completion-import-not-found', { status: 404 });
    return job;
  }

  /** A file names people of every unit, so the right must hold in the whole region. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'completions:write', { region: this.config.region });
  }
}

function viewOf(job: CompletionImport): CompletionImportView {
  const { importId, state, fileName, uploadedAt, rowsTotal, rowsRead, rowsRecorded, rowsRepeated, rowsRefused } = job;
  const { failureCode, finishedAt } = job;
  return {
    importId,
    state,
    fileName,
    uploadedAt,
    rowsTotal,
    rowsRead,
    rowsRecorded,
    rowsRepeated,
    rowsRefused,
    failureCode,
    finishedAt,
  };
}
