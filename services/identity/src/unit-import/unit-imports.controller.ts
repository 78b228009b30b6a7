import { createHash } from 'node:crypto';
import { Outbox } from '@betang/messaging';
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
  pageOf,
  withFileDigest,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersPage,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { v7 as uuidv7 } from 'uuid';
import { RosterFileError } from '../roster-file/roster-file.error.js';
import { plainFileName } from '../roster-import/import-rules.js';
import { todayIn } from '../organisation/effective-day.js';
import { lockRegistry } from '../organisation/unit-store.js';
import { applyUnits, previewUnits } from './unit-import.js';
import {
  findUnitImport,
  insertUnitImport,
  listUnitImports,
  lockUnitImport,
  type UnitImport,
} from './unit-import-store.js';
import { UnitImportFileDto, UnitImportLineQuery, UnitImportLineView, UnitImportView } from './unit-import.dto.js';
import { readUnitFile } from './unit-file.js';
import type { DecidedLine, UnitLine } from './unit-lines.js';

/** Import of units (daftar unit kerja) by .xlsx or .csv: upload shows what would be made, apply makes it. */
@ServiceController('identity', 'unit-imports')
export class UnitImportsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly outbox: Outbox,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Post()
  @Requires('units:write')
  @TakesFile(UnitImportFileDto)
  @ApiCreatedResponse({ type: UnitImportView })
  async upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() _form: UnitImportFileDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<UnitImportView>> {
    this.assertOfficer(principal);
    if (!file?.buffer) throw new AppError('roster-file-missing', { status: 400, field: 'file' });
    const digest = createHash('sha256').update(file.buffer).digest();
    const lines = await readLines(file.buffer);
    const fileName = plainFileName(file.originalname);
    return this.idempotency.run(withFileDigest(request, digest), async (tx) => {
      const { decided, counts } = await previewUnits(tx, lines);
      const importId = uuidv7();
      const contentHash = digest.toString('hex');
      await insertUnitImport(tx, {
        importId,
        fileName,
        contentHash,
        uploadedBy: principal.subject,
        lines,
        decided,
        counts,
      });
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'upload-units',
        object: { type: 'unit-import', id: importId },
      });
      return view((await findUnitImport(tx, importId))!);
    });
  }

  @Get()
  @Requires('units:write')
  @AnswersPage(UnitImportView)
  async list(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<Page<UnitImportView>> {
    this.assertOfficer(principal);
    const page = await listUnitImports(this.database, query);
    return { ...page, items: page.items.map(view) };
  }

  @Get(':importId')
  @Requires('units:write')
  @ApiOkResponse({ type: UnitImportView })
  async get(
    @Param('importId', ParseUUIDPipe) importId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<UnitImportView> {
    return view(await this.getImport(importId, principal));
  }

  @Get(':importId/lines')
  @Requires('units:write')
  @AnswersPage(UnitImportLineView)
  async lines(
    @Param('importId', ParseUUIDPipe) importId: string,
    @Query() query: UnitImportLineQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<UnitImportLineView>> {
    const { lines } = await this.getImport(importId, principal);
    const [after] = decodeCursor(query.cursor, 1) ?? [];
    const rows = lines.decided
      .filter(({ outcome, rowNumber }) => (query.outcome ?? outcome) === outcome && rowNumber > Number(after ?? 0))
      .slice(0, query.limit + 1);
    const page = pageOf(rows, query.limit, (row) => [row.rowNumber]);
    return { ...page, items: page.items.map(lineView) };
  }

  @Post(':importId/apply')
  @Requires('units:write')
  @ApiOkResponse({ type: UnitImportView })
  apply(
    @Param('importId', ParseUUIDPipe) importId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<UnitImportView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        await lockRegistry(tx);
        const job = await lockUnitImport(tx, importId);
        if (!job) throw new AppError('unit-import-not-found', { status: 404 });
        if (job.state !== 'PREVIEWED')
          throw new AppError('unit-import-state', { status: 409, params: { state: job.state } });
        await applyUnits(tx, this.outbox, job, { by: principal.subject, on: todayIn(this.config.region) });
        await this.audit.record(tx, {
          actor: principal.subject,
          action: 'apply-units',
          object: { type: 'unit-import', id: importId },
        });
        return view((await findUnitImport(tx, importId))!);
      },
      200,
    );
  }

  private async getImport(importId: string, principal: Principal): Promise<UnitImport> {
    this.assertOfficer(principal);
    const job = await findUnitImport(this.database, importId);
    if (!job) throw new AppError('unit-import-not-found', { status: 404 });
    return job;
  }

  /** A file may make agencies: the right must hold in the whole region. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'units:write', { region: this.config.region });
  }
}

async function readLines(content: Buffer): Promise<UnitLine[]> {
  try {
    return await readUnitFile(content);
  } catch (cause) {
    if (cause instanceof RosterFileError) throw new AppError(cause.code, { status: 400, field: 'file', cause });
    throw cause;
  }
}

function view({ importId, state, fileName, uploadedAt, counts, appliedAt }: UnitImport): UnitImportView {
  return { importId, state, fileName, uploadedAt, counts, appliedAt };
}

function lineView(line: DecidedLine): UnitImportLineView {
  const { rowNumber, name, parent, outcome, problem } = line;
  // Imports of before were kept without these two.
  const { differs = [], headProblem = null } = line as Partial<DecidedLine>;
  return { rowNumber, name, parent, outcome, problem, differs, headProblem };
}
