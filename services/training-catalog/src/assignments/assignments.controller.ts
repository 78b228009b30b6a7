import {
  Audit,
  CurrentPrincipal,
  Files,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  dispositionOf,
  fileNameOf,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  AnswersFile,
} from '@betang/platform';
import { AppError } from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query, StreamableFile } from '@nestjs/common';
import { SessionAccess } from '../sessions/session-access.js';
import {
  AppealQuery,
  AssignmentQuery,
  DecideAppealDto,
  MarkWorkDto,
  SetAssignmentDto,
  SubmissionQuery,
} from './assignment.dto.js';
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
import { Submissions, WORK_TYPES } from './submissions.js';

const OK = 200;
const APPEALS: ListDefinition = {
  select: `SELECT a.appeal_id AS "appealId", a.submission_id AS "submissionId", u.assignment_id AS "assignmentId", a.reason, a.state, a.answer,
      a.made_at AS "madeAt", a.decided_at AS "decidedAt"
    FROM mark_appeal AS a JOIN submission AS u USING (submission_id) JOIN assignment AS g USING (assignment_id)`,
  sorts: {
    // Ids grow with time.
    madeAt: { sql: 'a.appeal_id', type: 'uuid' },
    decidedAt: { sql: `coalesce(a.decided_at, 'infinity')`, type: 'timestamptz' },
    title: { sql: 'g.title', type: 'text' },
  },
  defaultSort: 'madeAt',
  key: { sql: 'a.appeal_id', type: 'uuid' },
};

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
  list(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Query() query: AssignmentQuery,
  ): Promise<Page<AssignmentView>> {
    return this.assignments.list(this.database, sessionId, query);
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
    const page = await this.submissions.page(this.database, assignmentId, query);
    const subjects = page.items.map(({ submissionId }) => submissionId);
    await this.noteRead(principal, subjects);
    return page;
  }

  @Get('submissions/:submissionId/file')
  @Requires('teaching:write')
  @AnswersFile(...WORK_TYPES)
  async file(
    @Param('submissionId', ParseUUIDPipe) submissionId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<StreamableFile> {
    const work = await this.markings.getWork(this.database, submissionId);
    await this.access.assertTeaches(this.database, principal, work.sessionId);
    if (work.fileHash === null) throw new AppError('file-not-found', { status: 404 });
    await this.noteRead(principal, [submissionId]);
    const type = work.mediaType ?? 'application/octet-stream';
    return new StreamableFile(await this.files.read(work.fileHash), {
      type,
      disposition: dispositionOf(fileNameOf(work.fileName ?? '', type, 'tugas')),
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
    @Query() query: AppealQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<AppealView>> {
    await this.access.assertTeaches(this.database, principal, sessionId);
    const list = new ListQuery(APPEALS, query)
      .where('g.session_id = ?', sessionId)
      .where('a.state = ?', query.state)
      .where('u.assignment_id = ?', query.assignmentId)
      .build();
    const page = list.page(await this.database.query<AppealView & ListRow>(list.text, list.values));
    await this.noteRead(
      principal,
      page.items.map(({ submissionId }) => submissionId),
    );
    return page;
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
