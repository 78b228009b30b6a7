import { createHash } from 'node:crypto';
import { BUDGET_STAGES, type BudgetStage } from '@betang/contracts';
import {
  AppError,
  Audit,
  CurrentPrincipal,
  FileImports,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  assertMayActOn,
  assertOnlyOrder,
  exportTable,
  findMessage,
  pageOfRefusals,
  preferredLanguage,
  withFileDigest,
  type FileImport,
  type IdempotentRequest,
  type Language,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  AnswersFile,
  ApiAcceptedResponse,
} from '@betang/platform';
import type { StreamableFile } from '@nestjs/common';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { Type } from 'class-transformer';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { ReportingConfig } from '../reporting.config.js';
import { BUDGET_LINES } from './budget-line-import.js';
import {
  BudgetImportPage,
  BudgetImportView,
  BudgetImportsQuery,
  RefusedLinePage,
  RefusedRowsFileQuery,
  type BudgetImportItem,
} from './budget-import.dto.js';
import { refusedRowsTable } from './refused-rows-table.js';

const ACCEPTED = 202;
const IMPORTS: ListDefinition = {
  select: `SELECT import_id AS id, file_name AS "fileName", (parameters->>'year')::int AS year, parameters->>'stage' AS stage, uploaded_at AS "uploadedAt",
      state, rows_read AS "rowsRead", rows_taken AS "rowsTaken", rows_repeated AS "rowsRepeated", rows_refused AS "rowsRefused",
      failure_code AS "failureCode", failure_params AS "failureParams" FROM file_import`,
  sorts: {
    uploadedAt: { sql: 'uploaded_at', type: 'timestamptz' },
    rowsRefused: { sql: 'rows_refused', type: 'integer' },
  },
  defaultSort: '-uploadedAt',
  key: { sql: 'import_id', type: 'uuid' },
};

class BudgetUpload {
  @ApiProperty({ type: 'string', format: 'binary' })
  readonly file?: unknown;

  @Type(() => Number)
  @IsInt()
  @Min(1950)
  @Max(2200)
  readonly year: number;

  @IsIn(BUDGET_STAGES)
  readonly stage: BudgetStage;
}

/** Budget lines by file: upload, progress, refused rows. */
@ServiceController('reporting', 'budget-imports')
export class BudgetImportsController {
  constructor(
    private readonly imports: FileImports,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: ReportingConfig,
  ) {}

  @Post()
  @Requires('budgets:write')
  @TakesFile(BudgetUpload)
  @ApiAcceptedResponse({ type: BudgetImportView })
  async upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() { year, stage }: BudgetUpload,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<BudgetImportView>> {
    assertMayActOn(who, 'budgets:write', { region: this.config.region });
    const content = file?.buffer;
    if (content === undefined || content.length === 0)
      throw new AppError('table-file-empty', { status: 422, field: 'file' });
    const once = withFileDigest(request, createHash('sha256').update(content).digest());
    return this.idempotency.run(
      once,
      async (tx) => {
        const job = await this.imports.begin(tx, {
          kind: BUDGET_LINES,
          fileName: file?.originalname ?? 'budget',
          content,
          parameters: { year, stage },
          uploadedBy: who.subject,
        });
        const object = { type: 'budget-import', id: job.importId };
        await this.audit.record(tx, { actor: who.subject, action: 'import-budget-lines', object });
        // Work has not begun: there is nothing to say in any language.
        return viewOf(job, 'id');
      },
      ACCEPTED,
    );
  }

  @Get()
  @Requires('budgets:write')
  @ApiOperation({ summary: 'Files of budget lines, the newest first' })
  @ApiOkResponse({ type: BudgetImportPage })
  async list(
    @Query() query: BudgetImportsQuery,
    @CurrentPrincipal() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<BudgetImportItem>> {
    assertMayActOn(who, 'budgets:write', { region: this.config.region });
    const list = new ListQuery(IMPORTS, query)
      .where('kind = ?', BUDGET_LINES)
      .where('state = ?', query.state)
      .where(`(parameters->>'year')::int = ?`, query.year)
      .where(`parameters->>'stage' = ?`, query.stage)
      .build();
    const page = list.page(await this.database.query<ListedImport & ListRow>(list.text, list.values));
    const language = preferredLanguage(accepted);
    const items = page.items.map(({ failureParams, ...item }) => ({
      ...item,
      failure: failureOf({ ...item, failureParams }, language),
    }));
    return { ...page, items };
  }

  @Get(':id')
  @Requires('budgets:write')
  @ApiOkResponse({ type: BudgetImportView })
  async show(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentPrincipal() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<BudgetImportView> {
    assertMayActOn(who, 'budgets:write', { region: this.config.region });
    return viewOf(await this.imports.get(this.database, id), preferredLanguage(accepted));
  }

  @Get(':id/refused-rows')
  @Requires('budgets:write')
  @ApiOkResponse({ type: RefusedLinePage })
  async refused(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() who: Principal,
  ): Promise<RefusedLinePage> {
    assertMayActOn(who, 'budgets:write', { region: this.config.region });
    assertOnlyOrder(query, 'rowNumber');
    await this.imports.get(this.database, id);
    return pageOfRefusals(this.database, id, query);
  }

  @Get(':id/refused-rows/file')
  @Requires('budgets:write')
  @ApiOperation({ summary: 'The refused rows as a file: corrected there, it can be uploaded again' })
  @AnswersFile('csv', 'xlsx')
  async refusedFile(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() { format }: RefusedRowsFileQuery,
    @CurrentPrincipal() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    assertMayActOn(who, 'budgets:write', { region: this.config.region });
    const job = await this.imports.get(this.database, id);
    return exportTable(refusedRowsTable(this.database, job, preferredLanguage(accepted)), format);
  }
}

type ListedImport = Omit<BudgetImportItem, 'failure'> & Pick<FileImport, 'failureParams'>;

function viewOf(job: FileImport, language: Language): BudgetImportView {
  const { importId: id, state, rowsRead, rowsTaken, rowsRepeated, rowsRefused, failureCode } = job;
  const failure = failureOf(job, language);
  return { id, state, rowsRead, rowsTaken, rowsRepeated, rowsRefused, failureCode, failure };
}

/** Why the file as a whole was not taken in, in words. */
function failureOf(
  { failureCode, failureParams }: Pick<FileImport, 'failureCode' | 'failureParams'>,
  language: Language,
): string | null {
  return failureCode === null ? null : (findMessage(language, failureCode, failureParams ?? {}) ?? null);
}
