import {
  Audit,
  CurrentPrincipal,
  Files,
  Idempotency,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  decodeCursor,
  dispositionOf,
  pageOf,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
} from '@betang/platform';
import { AppError } from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { SessionAccess } from '../sessions/session-access.js';
import { DecideAppealDto, MarkWorkDto, SetAssignmentDto, SubmissionQuery } from './assignment.dto.js';
import {
  AppealPage,
  AssignmentPage,
  AssignmentView,
  MarkedView,
  SubmissionPage,
  type AppealView,
  type SubmissionView,
} from './assignment-view.dto.js';
import { Assignments } from './assignments.js';
import { Markings } from './markings.js';
import { Submissions } from './submissions.js';

const OK = 200;
const APPEALS = `SELECT a.appeal_id AS "appealId", a.submission_id AS "submissionId", a.reason, a.state, a.answer, a.made_at AS "madeAt"
  FROM mark_appeal AS a JOIN submission AS u USING (submission_id) JOIN assignment AS g USING (assignment_id)
 WHERE g.session_id = $1 AND ($2::uuid IS NULL OR a.appeal_id > $2) ORDER BY a.appeal_id LIMIT $3`;

/** Assignments as those who teach set and mark them. */
@ServiceController('training-catalog', '')
export class AssignmentsController {
  constructor(
    private readonly assignments: Assignments,
    private readonly submissions: Submissions,
    private readonly markings: Markings,
    private readonly access: SessionAccess,
    private readonly files: Files,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Get('sessions/:sessionId/assignments')
  @Requires('training:read')
  @ApiOkResponse({ type: AssignmentPage })
  async list(@Param('sessionId', ParseUUIDPipe) sessionId: string): Promise<AssignmentPage> {
    return { items: await this.assignments.list(this.database, sessionId) };
  }

  @Post('sessions/:sessionId/assignments')
  @Requires('teaching:write')
  @ApiCreatedResponse({ type: AssignmentView })
  set(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() input: SetAssignmentDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AssignmentView>> {
    return this.idempotency.run(request, async (tx) => {
      await this.access.assertTeaches(tx, principal, sessionId);
      return this.assignments.set(tx, sessionId, input, principal.subject);
    });
  }

  @Get('assignments/:assignmentId/submissions')
  @Requires('teaching:write')
  @ApiOkResponse({ type: SubmissionPage })
  async work(
    @Param('assignmentId', ParseUUIDPipe) assignmentId: string,
    @Query() query: SubmissionQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<SubmissionView>> {
    const { sessionId } = await this.assignments.get(this.database, assignmentId);
    await this.access.assertTeaches(this.database, principal, sessionId);
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const marked = query.marked === undefined ? null : query.marked === 'MARKED';
    const rows = await this.submissions.page(this.database, assignmentId, { marked, after, limit: query.limit + 1 });
    const page = pageOf(rows, query.limit, ({ submissionId }) => [submissionId]);
    const subjects = page.items.map(({ submissionId }) => submissionId);
    await this.noteRead(principal, subjects);
    return page;
  }

  @Get('submissions/:submissionId/file')
  @Requires('teaching:write')
  async file(
    @Param('submissionId', ParseUUIDPipe) submissionId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    const work = await this.markings.getWork(this.database, submissionId);
    await this.access.assertTeaches(this.database, principal, work.sessionId);
    if (work.fileHash === null) throw new AppError('file-not-found', { status: 404 });
    await this.noteRead(principal, [submissionId]);
    const disposition = dispositionOf(work.fileName ?? 'tugas');
    return new StreamableFile(await this.files.read(work.fileHash), {
      type: work.mediaType ?? 'application/octet-stream',
      disposition,
    });
  }

  @Post('submissions/:submissionId/markings')
  @Requires('teaching:write')
  @ApiCreatedResponse({ type: MarkedView })
  mark(
    @Param('submissionId', ParseUUIDPipe) submissionId: string,
    @Body() { points, remark }: MarkWorkDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<MarkedView>> {
    const by = { actor: principal.subject, employeeId: principal.employeeId };
    return this.idempotency.run(request, async (tx) => {
      const work = await this.markings.getWork(tx, submissionId);
      await this.access.assertTeaches(tx, principal, work.sessionId);
      return this.markings.mark(tx, work, { points, remark: remark ?? null }, by);
    });
  }

  @Get('sessions/:sessionId/appeals')
  @Requires('teaching:write')
  @ApiOkResponse({ type: AppealPage })
  async appeals(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<AppealView>> {
    await this.access.assertTeaches(this.database, principal, sessionId);
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const rows = await this.database.query<AppealView>(APPEALS, [sessionId, after, query.limit + 1]);
    return pageOf(rows, query.limit, ({ appealId }) => [appealId]);
  }

  @Post('appeals/:appealId/decision')
  @Requires('teaching:write')
  @ApiOkResponse({ type: MarkedView })
  decide(
    @Param('appealId', ParseUUIDPipe) appealId: string,
    @Body() { upheld, answer, points }: DecideAppealDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<MarkedView>> {
    const by = { actor: principal.subject, employeeId: principal.employeeId };
    return this.idempotency.run(
      request,
      (tx) =>
        this.markings.decideAppeal(tx, appealId, { upheld, answer, points }, by, (sessionId) =>
          this.access.assertTeaches(tx, principal, sessionId),
        ),
      OK,
    );
  }

  private noteRead(principal: Principal, subjects: readonly string[]): Promise<void> {
    const read = { actor: principal.subject, subjects, subjectType: 'submission', purpose: 'marking' };
    return this.audit.recordRead(this.database, read);
  }
}
