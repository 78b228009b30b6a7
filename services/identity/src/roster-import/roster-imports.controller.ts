import { createHash } from 'node:crypto';
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
  withFileDigest,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiOkResponse,
  AnswersFile,
  AnswersPage,
  ApiAcceptedResponse,
} from '@betang/platform';
import {
  Body,
  Get,
  Header,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Put,
  Query,
  type StreamableFile,
  UploadedFile,
} from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { v7 as uuidv7 } from 'uuid';
import { todayIn } from '../organisation/effective-day.js';
import { RosterImportQueue } from './roster-import-queue.js';
import {
  findImport,
  finish,
  insertImport,
  listImports,
  lockImport,
  saveMapping,
  startApplying,
  startUndoing,
} from './import-store.js';
import { mappingOf } from './mapping-rules.js';
import { findRefusedPeople, refusedRowsFile } from './refused-rows-file.js';
import {
  applyOrderOf,
  assertListWhole,
  fileFormatOf,
  mayApply,
  mayCancel,
  mayMap,
  mayUndo,
  plainFileName,
} from './import-rules.js';
import {
  importView,
  listDifferences,
  listProblems,
  type DifferenceView,
  type RowProblemView,
} from './roster-import.queries.js';
import {
  ApplyRosterDto,
  DifferenceQuery,
  ImportQuery,
  ProblemQuery,
  RosterImportView,
  RosterMappingDto,
  UndoPreviewView,
  UndoRosterDto,
  UploadRosterDto,
} from './roster-import.dto.js';
import {
  RosterDifferenceView,
  RosterImportBriefView,
  RosterImportStateView,
  RosterMappedView,
  RosterRowProblemView,
} from './roster-import.views.dto.js';
import { keepMapping } from './saved-mapping.js';
import { listKept, previewUndo } from './undo-store.js';
import type { ImportState, RosterImport } from './roster-import.js';

const ACCEPTED = 202;

/** Roster files of offices (DUK, daftar nominatif): upload, preview, apply. */
@ServiceController('identity', 'imports')
export class RosterImportsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly queue: RosterImportQueue,
  ) {}

  @Post()
  @Requires('roster:import')
  @TakesFile(UploadRosterDto)
  @ApiAcceptedResponse({ type: RosterImportStateView })
  async upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() input: UploadRosterDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RosterImportStateView>> {
    this.assertOfficer(principal);
    const content = file?.buffer;
    if (!content) throw new AppError('roster-file-missing', { status: 400, field: 'file' });
    const fileFormat = fileFormatOf(content);
    const digest = createHash('sha256').update(content).digest();
    const importId = uuidv7();
    const answer = await this.idempotency.run(
      withFileDigest(request, digest),
      async (tx) => {
        const fileName = plainFileName(file.originalname);
        await insertImport(tx, {
          importId,
          fileName,
          fileFormat,
          content,
          contentHash: digest.toString('hex'),
          uploadedBy: principal.subject,
          agency: input.agency,
        });
        await this.note(tx, principal, 'upload-roster', importId);
        return { importId, state: 'READING' as ImportState };
      },
      ACCEPTED,
    );
    await this.queue.wake(answer.body.importId);
    return answer;
  }

  @Get()
  @Requires('roster:import')
  @AnswersPage(RosterImportBriefView)
  async list(
    @Query() query: ImportQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RosterImportBriefView>> {
    this.assertOfficer(principal);
    const [after] = decodeCursor(query.cursor, 1) ?? [];
    const rows = await listImports(
      this.database,
      { state: query.state, oldestFirst: query.sort === 'uploadedAt', limit: query.limit + 1 },
      after ? String(after) : undefined,
    );
    const page = pageOf(rows, query.limit, (row) => [row.importId]);
    return {
      ...page,
      items: page.items.map((row) => ({
        importId: row.importId,
        state: row.state,
        fileName: row.fileName,
        uploadedAt: row.uploadedAt,
      })),
    };
  }

  @Get(':importId')
  @Requires('roster:import')
  @ApiOkResponse({ type: RosterImportView })
  async get(
    @Param('importId', ParseUUIDPipe) importId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RosterImportView> {
    return importView(this.database, await this.getImport(importId, principal));
  }

  @Get(':importId/errors')
  @Requires('roster:import')
  @AnswersPage(RosterRowProblemView)
  async errors(
    @Param('importId', ParseUUIDPipe) importId: string,
    @Query() query: ProblemQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RowProblemView>> {
    const job = await this.getImport(importId, principal);
    return listProblems(this.database, job, query);
  }

  @Get(':importId/errors.csv')
  @Requires('roster:import')
  @Header('cache-control', 'no-store')
  @AnswersFile('csv')
  async errorsFile(
    @Param('importId', ParseUUIDPipe) importId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    const job = await this.getImport(importId, principal);
    await this.audit.recordRead(this.database, {
      actor: principal.subject,
      subjects: [importId],
      subjectType: 'roster-import',
      purpose: 'roster-correction',
    });
    const subjects = await findRefusedPeople(this.database, importId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'roster-correction' });
    return downloadOf(refusedRowsFile(this.database, job), `baris-ditolak-${importId}`, 'csv');
  }

  @Get(':importId/differences')
  @Requires('roster:import')
  @AnswersPage(RosterDifferenceView)
  async differences(
    @Param('importId', ParseUUIDPipe) importId: string,
    @Query() query: DifferenceQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<DifferenceView>> {
    const job = await this.getImport(importId, principal);
    const page = await listDifferences(this.database, job, query);
    const subjects = page.items.flatMap(({ employeeId }) => (employeeId === undefined ? [] : [employeeId]));
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'roster-preview' });
    return page;
  }

  /** Says what the columns mean. `saved`: later files of these headings are read so by themselves; one without headings cannot be known again. */
  @Put(':importId/mapping')
  @HttpCode(ACCEPTED)
  @Requires('roster:import')
  @ApiAcceptedResponse({ type: RosterMappedView })
  async map(
    @Param('importId', ParseUUIDPipe) importId: string,
    @Body() input: RosterMappingDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RosterMappedView> {
    this.assertOfficer(principal);
    const saved = await this.database.unitOfWork.run(async (tx) => {
      const job = await lockImport(tx, importId);
      this.assertState(job, mayMap);
      const mapping = mappingOf(input, job.layout);
      await saveMapping(tx, importId, mapping, principal.subject);
      await this.note(tx, principal, 'map-roster-columns', importId);
      return input.save && keepMapping(tx, job.layout ?? [], mapping, principal.subject);
    });
    await this.queue.wake(importId);
    return { importId, state: 'READING', saved };
  }

  @Post(':importId/apply')
  @Requires('roster:import')
  @ApiAcceptedResponse({ type: RosterImportStateView })
  async apply(
    @Param('importId', ParseUUIDPipe) importId: string,
    @Body() input: ApplyRosterDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RosterImportStateView>> {
    this.assertOfficer(principal);
    const answer = await this.idempotency.run(
      request,
      async (tx) => {
        const job = await lockImport(tx, importId);
        this.assertState(job, mayApply);
        assertListWhole(job, input.applyLeavers);
        await startApplying(tx, importId, applyOrderOf(input, new Date(), this.config.region), principal.subject);
        await this.note(tx, principal, input.applyLeavers ? 'apply-roster-with-leavers' : 'apply-roster', importId);
        return { importId, state: 'APPLYING' as ImportState };
      },
      ACCEPTED,
    );
    await this.queue.wake(importId);
    return answer;
  }

  @Post(':importId/cancel')
  @Requires('roster:import')
  @ApiOkResponse({ type: RosterImportStateView })
  cancel(
    @Param('importId', ParseUUIDPipe) importId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RosterImportStateView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        this.assertState(await lockImport(tx, importId), mayCancel);
        await finish(tx, importId, 'CANCELLED');
        await this.note(tx, principal, 'cancel-roster', importId);
        return { importId, state: 'CANCELLED' as ImportState };
      },
      200,
    );
  }

  /** What undoing would come to, and who was changed since; afterwards who was left as they are. */
  @Get(':importId/undo')
  @Requires('roster:import')
  @ApiOkResponse({ type: UndoPreviewView })
  async previewUndo(
    @Param('importId', ParseUUIDPipe) importId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<UndoPreviewView> {
    await this.getImport(importId, principal);
    const [after] = decodeCursor(query.cursor, 1) ?? [];
    const rows = await listKept(this.database, importId, after ? String(after) : undefined, query.limit + 1);
    const page = pageOf(rows, query.limit, (row) => [row.employeeId]);
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'roster-undo' });
    return { ...(await previewUndo(this.database, importId)), ...page };
  }

  /** Takes an import back by compensating events. Refused where people were changed since, unless they may stay as they are. */
  @Post(':importId/undo')
  @Requires('roster:import')
  @ApiAcceptedResponse({ type: RosterImportStateView })
  async undo(
    @Param('importId', ParseUUIDPipe) importId: string,
    @Body() { keepChanged }: UndoRosterDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RosterImportStateView>> {
    this.assertOfficer(principal);
    const answer = await this.idempotency.run(
      request,
      async (tx) => {
        this.assertState(await lockImport(tx, importId), mayUndo);
        const { changedSince } = await previewUndo(tx, importId);
        if (changedSince > 0 && !keepChanged)
          throw new AppError('roster-undo-changed-since', { status: 409, params: { people: changedSince } });
        const order = { keepChanged, actId: uuidv7(), on: todayIn(this.config.region) };
        await startUndoing(tx, importId, order, principal.subject);
        await this.note(tx, principal, 'undo-roster', importId);
        return { importId, state: 'UNDOING' as ImportState };
      },
      ACCEPTED,
    );
    await this.queue.wake(importId);
    return answer;
  }

  private async getImport(importId: string, principal: Principal): Promise<RosterImport> {
    this.assertOfficer(principal);
    const job = await findImport(this.database, importId);
    if (!job) throw new AppError('roster-import-not-found', { status: 404 });
    return job;
  }

  /** A roster names people of every unit, so the right must hold in the whole region. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'roster:import', { region: this.config.region });
  }

  private assertState(job: RosterImport, may: (job: RosterImport) => boolean): void {
    if (!may(job)) throw new AppError('roster-import-state', { status: 409, params: { state: job.state } });
  }

  private note(tx: Transaction, principal: Principal, action: string, importId: string): Promise<void> {
    return this.audit.record(tx, { actor: principal.subject, action, object: { type: 'roster-import', id: importId } });
  }
}
