import {
  Audit,
  CurrentPrincipal,
  FILE_IMPORTS,
  FileImports,
  ListQuery,
  PageQuery,
  RegionConfig,
  Requires,
  RowErrorPage,
  ServiceController,
  ServiceDatabase,
  AppError,
  assertOnlyOrder,
  findMessage,
  mayActOn,
  pageOfRefusals,
  preferredLanguage,
  rowErrorsOf,
  type FileImport,
  type ListRow,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Get, Headers, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { FileImportPage, FileImportView } from './file-import.dto.js';
import { problemTexts } from './row.texts.js';
import { TableFiles } from './table-files.js';

/** Files taken in by this service: progress and refused rows. Each kind is seen by who may send it. */
@ServiceController('competency-mapping', 'imports')
export class ImportsController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly imports: FileImports,
    private readonly files: TableFiles,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  /** Newest first. */
  @Get()
  @Requires('targets:read')
  @ApiOkResponse({ type: FileImportPage })
  async list(
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<FileImportView>> {
    const kinds = this.files.all().flatMap(({ name }) => (this.mayRead(principal, name) ? [name] : []));
    const list = new ListQuery(FILE_IMPORTS, query).where('kind = ANY(?::text[])', kinds).build();
    const page = list.page(await this.database.query<FileImport & ListRow>(list.text, list.values));
    return { ...page, items: page.items.map((item) => viewOf(item, accepted)) };
  }

  @Get(':importId')
  @Requires('targets:read')
  @ApiOkResponse({ type: FileImportView })
  async get(
    @Param('importId', ParseUUIDPipe) importId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<FileImportView> {
    return viewOf(await this.getImport(importId, principal), accepted);
  }

  @Get(':importId/errors')
  @Requires('targets:read')
  @ApiOkResponse({ type: RowErrorPage })
  async errors(
    @Param('importId', ParseUUIDPipe) importId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<RowErrorPage> {
    const { kind } = await this.getImport(importId, principal);
    assertOnlyOrder(query, 'row');
    const page = await pageOfRefusals(this.database, importId, query);
    const { columns } = this.files.get(kind);
    const language = preferredLanguage(accepted);
    const columnOf = (field: string) => columns.find((column) => column.field === field)?.headings[0] ?? field;
    const items = rowErrorsOf(page.items, columnOf, (problem) => problemTexts(problem, language));
    const read = {
      actor: principal.subject,
      subjects: [importId],
      subjectType: 'file-import',
      purpose: 'import-errors',
    };
    await this.audit.recordRead(this.database, read);
    return { ...page, items };
  }

  private async getImport(importId: string, principal: Principal): Promise<FileImport> {
    const job = await this.imports.get(this.database, importId);
    if (!this.mayRead(principal, job.kind)) throw new AppError('import-not-found', { status: 404 });
    return job;
  }

  private mayRead(principal: Principal, kind: string): boolean {
    return mayActOn(principal, this.files.get(kind).scope, { region: this.config.region });
  }
}

function viewOf(job: FileImport, accepted?: string): FileImportView {
  const { importId, kind, state, fileName, uploadedAt, rowsRead, rowsTaken, rowsRepeated, rowsRefused } = job;
  const { failureCode, failureParams, finishedAt } = job;
  const language = preferredLanguage(accepted);
  const failure = failureCode === null ? null : (findMessage(language, failureCode, failureParams ?? {}) ?? null);
  return {
    importId,
    kind,
    state,
    fileName,
    uploadedAt,
    rowsRead,
    rowsTaken,
    rowsRepeated,
    rowsRefused,
    failureCode,
    failure,
    finishedAt,
  };
}
