import { createHash } from 'node:crypto';
import type { AmountProblem } from '@betang/asn';
import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  assertMayActOn,
  assertOnlyOrder,
  decodeCursor,
  findMessage,
  pageOf,
  pageOfRefusals,
  preferredLanguage,
  sentFileName,
  withFileDigest,
  PageQuery,
  type IdempotentRequest,
  type Language,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiAcceptedResponse,
  ApiOkResponse,
  SerialPipe,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { LearningHoursConfig } from '../learning-hours.config.js';
import { Siasn, type SiasnRecord } from '../siasn/siasn-course.js';
import { amountProblemOf } from '../siasn/siasn-fields.decision.js';
import {
  ApplyReconciliationDto,
  CompleteRecordDto,
  CompletedRecordView,
  PullCoursesDto,
  ReconciliationLinePage,
  ReconciliationLinesQuery,
  ReconciliationPage,
  ReconciliationQuery,
  ReconciliationReportView,
  ReconciliationStartedView,
  RefusedCoursePage,
  ResolveLinesDto,
  ResolvedView,
  SiasnStateView,
  UploadCoursesDto,
  type ReconciliationLineView,
  type ReconciliationView,
} from './reconciliation.dto.js';
import { COURSE_IMPORT, ReconciliationQueue } from './reconciliation-queue.js';
import { listReconciliations } from './reconciliation-store.js';
import { Reconciliations, getReconciliation, reconciliationView } from './reconciliations.js';

const ACCEPTED = 202;
const OK = 200;

/** Course records of SIASN beside ours: read from a file or from its web service, compared record by record, applied after a look. */
@ServiceController('learning-hours', 'siasn')
export class SiasnController {
  constructor(
    private readonly runs: Reconciliations,
    private readonly queue: ReconciliationQueue,
    private readonly siasn: Siasn,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: LearningHoursConfig,
  ) {}

  @Get()
  @Requires('hours:write')
  @ApiOkResponse({ type: SiasnStateView })
  state(@CurrentPrincipal() principal: Principal): SiasnStateView {
    this.assertOfficer(principal);
    return { on: this.siasn.on };
  }

  @Post('imports')
  @Requires('hours:write')
  @TakesFile(UploadCoursesDto)
  @ApiAcceptedResponse({ type: ReconciliationStartedView })
  upload(
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() { year }: UploadCoursesDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReconciliationStartedView>> {
    this.assertOfficer(principal);
    const content = file?.buffer;
    if (!content?.length) throw new AppError('file-empty', { status: 422, field: 'file' });
    const name = sentFileName(file!.originalname, 'siasn.csv');
    const once = withFileDigest(request, createHash('sha256').update(content).digest());
    const input = { name, content, year: year ?? null };
    return this.idempotency.run(once, (tx) => this.runs.beginFile(tx, input, principal.subject), ACCEPTED);
  }

  @Post('pulls')
  @Requires('hours:write')
  @ApiAcceptedResponse({ type: ReconciliationStartedView })
  async pull(
    @Body() { employeeIds, agencyId, year }: PullCoursesDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReconciliationStartedView>> {
    this.assertOfficer(principal);
    const who = { employeeIds: employeeIds ?? [], agencyId: agencyId ?? null, year: year ?? null };
    const answer = await this.idempotency.run(
      request,
      (tx) => this.runs.beginPull(tx, who, principal.subject),
      ACCEPTED,
    );
    await this.queue.wake(answer.body.reconciliationId);
    return answer;
  }

  @Get('reconciliations')
  @Requires('hours:write')
  @ApiOkResponse({ type: ReconciliationPage })
  async list(
    @Query() query: ReconciliationQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ReconciliationView>> {
    this.assertOfficer(principal);
    const [before] = decodeCursor(query.cursor, 1) ?? [null];
    const page = pageOf(await listReconciliations(this.database, before, query.limit + 1), query.limit, (run) => [
      run.reconciliationId,
    ]);
    return { ...page, items: page.items.map(reconciliationView) };
  }

  @Get('reconciliations/:id')
  @Requires('hours:write')
  @ApiOkResponse({ type: ReconciliationReportView })
  report(
    @Param('id', ParseUUIDPipe) id: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ReconciliationReportView> {
    this.assertOfficer(principal);
    return this.runs.report(this.database, id);
  }

  @Get('reconciliations/:id/lines')
  @Requires('hours:write')
  @ApiOkResponse({ type: ReconciliationLinePage })
  async lines(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: ReconciliationLinesQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<ReconciliationLineView>> {
    this.assertOfficer(principal);
    await getReconciliation(this.database, id);
    const statement = this.runs.lines(id, query);
    const page = statement.page(
      await this.database.query<ReconciliationLineView & ListRow & { theirs: SiasnRecord | null; reasons: string[] }>(
        statement.text,
        statement.values,
      ),
    );
    const subjects = [...new Set(page.items.map(({ employeeId }) => employeeId))];
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'siasn-reconciliation' });
    const language = preferredLanguage(accepted);
    return {
      ...page,
      items: page.items.map(({ reasons, ...line }) => ({
        ...line,
        obstacles: reasons.map((code) =>
          obstacle(code, language, line.theirs && amountProblemOf(line.theirs, this.config)),
        ),
      })),
    };
  }

  /** Rows of a file that could not be read, or name nobody here: with what is wrong, to be corrected and sent in again. */
  @Get('reconciliations/:id/refused-rows')
  @Requires('hours:write')
  @ApiOkResponse({ type: RefusedCoursePage })
  async refused(
    @Param('id', ParseUUIDPipe) id: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<RefusedCoursePage> {
    this.assertOfficer(principal);
    assertOnlyOrder(query, 'rowNumber');
    await getReconciliation(this.database, id);
    const [run] = await this.database.query<{ importId: string }>(
      `SELECT import_id AS "importId" FROM file_import WHERE kind = $1 AND parameters ->> 'reconciliationId' = $2`,
      [COURSE_IMPORT, id],
    );
    if (run === undefined) return { items: [] };
    const page = await pageOfRefusals(this.database, run.importId, query);
    await this.audit.recordRead(this.database, {
      actor: principal.subject,
      subjects: [],
      purpose: 'siasn-reconciliation',
    });
    const language = preferredLanguage(accepted);
    const inWords = ({ field, code }: { field: string; code: string }) => ({
      field,
      code,
      message: findMessage(language, `field.${code}`) ?? code,
    });
    return { ...page, items: page.items.map((row) => ({ ...row, problems: row.problems.map(inWords) })) };
  }

  /** Enters what a record of SIASN lacks, from the certificate: only then it can be taken in. */
  @Post('reconciliations/:id/lines/:lineId/completion')
  @Requires('hours:write')
  @ApiOkResponse({ type: CompletedRecordView })
  completeRecord(
    @Param('id', ParseUUIDPipe) id: string,
    @Param('lineId', SerialPipe) lineId: number,
    @Body() given: CompleteRecordDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<CompletedRecordView>> {
    this.assertOfficer(principal);
    const complete = (tx: Transaction) => this.runs.complete(tx, { id, lineId }, { ...given }, principal.subject);
    return this.idempotency.run(request, complete, OK);
  }

  /** Says of lines whose two sides differ which one holds, or leaves lines out. */
  @Post('reconciliations/:id/resolutions')
  @Requires('hours:write')
  @ApiOkResponse({ type: ResolvedView })
  resolve(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { lines }: ResolveLinesDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ResolvedView>> {
    this.assertOfficer(principal);
    return this.idempotency.run(
      request,
      async (tx) => ({ resolved: await this.runs.resolve(tx, id, lines, principal.subject) }),
      OK,
    );
  }

  @Post('reconciliations/:id/apply')
  @Requires('hours:write')
  @ApiAcceptedResponse({ type: ReconciliationStartedView })
  async apply(
    @Param('id', ParseUUIDPipe) id: string,
    @Body() { pushOurs }: ApplyReconciliationDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReconciliationStartedView>> {
    this.assertOfficer(principal);
    const answer = await this.idempotency.run(
      request,
      async (tx) => {
        await this.runs.apply(tx, id, pushOurs, principal.subject);
        return { reconciliationId: id, state: 'APPLYING' };
      },
      ACCEPTED,
    );
    await this.queue.wake(id);
    return answer;
  }

  /** Records name people of every unit, so the right must hold in the whole region. */
  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'hours:write', { region: this.config.region });
  }
}

function obstacle(code: string, language: Language, tooMuch: AmountProblem | null | undefined) {
  const text = (key: string): string => findMessage(language, key, tooMuch?.params) ?? code;
  return { code, reason: text(`siasn-obstacle.${code}`), wayOut: text(`siasn-obstacle.${code}.way-out`) };
}
