import { createHash } from 'node:crypto';
import {
  AppError,
  Audit,
  CurrentPrincipal,
  FILE_IMPORTS,
  FileImports,
  Idempotency,
  UploadFileDto,
  ListQuery,
  OnceRequest,
  PageQuery,
  RegionConfig,
  Requires,
  RowErrorPage,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  assertMayActOn,
  downloadOf,
  pageOfRefusals,
  preferredLanguage,
  rowErrorsOf,
  withFileDigest,
  type FileImport,
  type IdempotentRequest,
  type Language,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
  AnswersFile,
  ApiAcceptedResponse,
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
import { headingsOf } from '../completion-file/course-columns.js';
import { problemTexts } from '../completion-file/problem-messages.js';
import { COMPLETIONS } from './completion-import.js';
import {
  CompletionImportPage,
  CompletionImportQuery,
  CompletionImportView,
  ImportAcceptedView,
} from './completion-import.dto.js';
import { failureOf, failureText } from './completion-import.error.js';
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
    private readonly imports: FileImports,
  ) {}

  @Post()
  @Requires('completions:write')
  @TakesFile(UploadFileDto)
  @ApiAcceptedResponse({ type: ImportAcceptedView })
  async upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() _form: UploadFileDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ImportAcceptedView>> {
    this.assertOfficer(principal);
    const content = file?.buffer;
    if (!content || content.length === 0) throw new AppError('course-file-empty', { status: 422, field: 'file' });
    const digest = createHash('sha256').update(content).digest();
    const uploadedBy = principal.subject;
    return this.idempotency.run(
      withFileDigest(request, digest),
      async (tx) => {
        const fileName = file.originalname;
        const { importId, state } = await this.imports.begin(tx, { kind: COMPLETIONS, fileName, content, uploadedBy });
        await this.audit.record(tx, {
          actor: uploadedBy,
          action: 'upload-completions',
          object: { type: 'completion-import', id: importId },
        });
        return { importId, state };
      },
      ACCEPTED,
    );
  }

  @Get()
  @Requires('completions:write')
  @ApiOkResponse({ type: CompletionImportPage })
  async list(
    @Query() query: CompletionImportQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<CompletionImportView>> {
    this.assertOfficer(principal);
    const list = new ListQuery(FILE_IMPORTS, query)
      .where('kind = ?', COMPLETIONS)
      .where('state = ?', query.state)
      .where('(rows_refused > 0)::text = ?', query.refused)
      .search(['file_name'], query.search)
      .build();
    const page = list.page(await this.database.query<FileImport & ListRow>(list.text, list.values));
    return { ...page, items: page.items.map((item) => viewOf(item, preferredLanguage(accepted))) };
  }

  @Get(':importId')
  @Requires('completions:write')
  @ApiOkResponse({ type: CompletionImportView })
  async get(
    @Param('importId', ParseUUIDPipe) importId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<CompletionImportView> {
    return viewOf(await this.getImport(importId, principal), preferredLanguage(accepted));
  }

  @Get(':importId/errors')
  @Requires('completions:write')
  @ApiOkResponse({ type: RowErrorPage })
  async errors(
    @Param('importId', ParseUUIDPipe) importId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<RowErrorPage> {
    const { header } = await this.getImport(importId, principal);
    const language = preferredLanguage(accepted);
    const page = await pageOfRefusals(this.database, importId, query);
    const items = rowErrorsOf(page.items, headingsOf(header), (problem) => problemTexts(problem, language));
    return { ...page, items };
  }

  @Get(':importId/errors.csv')
  @Requires('completions:write')
  @AnswersFile('csv')
  @Header('cache-control', 'no-store')
  async errorsFile(
    @Param('importId', ParseUUIDPipe) importId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    const job = await this.getImport(importId, principal);
    const read = {
      actor: principal.subject,
      subjects: [importId],
      subjectType: 'completion-import',
      purpose: 'training-record',
    };
    await this.audit.recordRead(this.database, read);
    return downloadOf(refusedRowsFile(this.database, job), `baris-ditolak-${importId}`, 'csv');
  }

  private async getImport(importId: string, principal: Principal): Promise<FileImport> {
    this.assertOfficer(principal);
    const job = await this.imports.find(this.database, importId);
    if (!job) throw new AppError('completion-import-not-found', { status: 404 });
    return job;
  }

  /** A file names people of every unit, so the right must hold in the whole region. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'completions:write', { region: this.config.region });
  }
}

function viewOf(job: FileImport, language: Language): CompletionImportView {
  const { importId, state, fileName, uploadedAt, rowsRead, rowsTaken, rowsRepeated, rowsRefused, finishedAt } = job;
  return {
    importId,
    state,
    fileName,
    uploadedAt,
    rowsTotal: job.rowsTotal ?? rowsRead,
    rowsRead,
    rowsRecorded: rowsTaken,
    rowsRepeated,
    rowsRefused,
    failureCode: failureOf(job),
    failure: failureText(job, language),
    finishedAt,
  };
}
