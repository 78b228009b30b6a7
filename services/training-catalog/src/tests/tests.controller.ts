import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { SEATED } from '../enrolments/enrolment.js';
import { assertOpen } from '../sessions/change-session.decision.js';
import { SessionAccess } from '../sessions/session-access.js';
import { Sessions } from '../sessions/sessions.js';
import { TaskTeller } from '../sessions/guest-tellers.js';
import { QuestionBank } from './question-bank.js';
import { AddQuestionDto, QuestionQuery, SetTestDto, TestQuery } from './test.dto.js';
import {
  QuestionPage,
  QuestionRetiredView,
  QuestionView,
  TestPage,
  TestResultPage,
  TestView,
  type TestResultView,
} from './test-view.dto.js';

const OK = 200;
const QUESTIONS: ListDefinition = {
  select: `SELECT q.question_id AS "questionId", q.kind, q.topic, q.wording, q.options, q.answer, q.points FROM question AS q`,
  sorts: { questionId: { sql: 'q.question_id', type: 'uuid' } },
  defaultSort: 'questionId',
  key: { sql: 'q.question_id', type: 'uuid' },
};
const TESTS = `SELECT test_id AS "testId", session_id AS "sessionId", stage, title, opens_at AS "opensAt", closes_at AS "closesAt", minutes, attempts,
    question_count AS "questionCount" FROM session_test`;
const OF_SESSION: ListDefinition = {
  select: TESTS,
  sorts: { opensAt: { sql: 'opens_at', type: 'timestamptz' } },
  defaultSort: 'opensAt',
  key: { sql: 'test_id', type: 'uuid' },
};
const SET = `INSERT INTO session_test (test_id, session_id, stage, title, opens_at, closes_at, minutes, attempts, question_count, topics, created_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (session_id, stage) DO NOTHING`;
const RESULTS: ListDefinition = {
  select: `SELECT n.enrolment_id AS "enrolmentId", n.employee_id AS "employeeId", coalesce(n.guest_name, e.name) AS name,
      count(a.attempt_id)::integer AS attempts, max(a.score) AS best
    FROM session_test AS t JOIN enrolment AS n ON n.session_id = t.session_id AND n.state IN ${SEATED}
    LEFT JOIN employee AS e USING (employee_id) LEFT JOIN test_attempt AS a ON a.test_id = t.test_id AND a.enrolment_id = n.enrolment_id`,
  sorts: { name: { sql: `coalesce(n.guest_name, e.name, '')`, type: 'text' } },
  defaultSort: 'name',
  key: { sql: 'n.enrolment_id', type: 'uuid' },
  groupBy: 'GROUP BY n.enrolment_id, e.name',
};

/** Tests before and after, and the bank that they are drawn from, for those who teach. */
@ServiceController('training-catalog', '')
export class TestsController {
  constructor(
    private readonly bank: QuestionBank,
    private readonly sessions: Sessions,
    private readonly access: SessionAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly guestTasks: TaskTeller,
  ) {}

  /** With the right answers: each look is on record. */
  @Get('questions')
  @Requires('teaching:write')
  @ApiOkResponse({ type: QuestionPage })
  async questions(
    @Query() query: QuestionQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<QuestionView>> {
    await this.assertKeepsBank(principal, query);
    const statement = new ListQuery(QUESTIONS, query)
      .where('q.programme_id = ?', query.programmeId)
      .where('q.session_id = ?', query.sessionId)
      .where('q.topic = ?', query.topic)
      .where('q.retired_at IS NULL')
      .build();
    const page = statement.page(await this.database.query<QuestionView & ListRow>(statement.text, statement.values));
    const subjects = page.items.map(({ questionId }) => questionId);
    const read = { actor: principal.subject, subjects, subjectType: 'question', purpose: 'question-bank' };
    await this.audit.recordRead(this.database, read);
    return page;
  }

  @Post('questions')
  @Requires('teaching:write')
  @ApiCreatedResponse({ type: QuestionView })
  async add(
    @Body() input: AddQuestionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<QuestionView>> {
    await this.assertKeepsBank(principal, input);
    return this.idempotency.run(request, (tx) => this.bank.add(tx, input, principal.subject));
  }

  @Post('questions/:questionId/retire')
  @Requires('teaching:write')
  @ApiOkResponse({ type: QuestionRetiredView })
  async retire(
    @Param('questionId', ParseUUIDPipe) questionId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<QuestionRetiredView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const [owner] = await tx.query<{ programmeId: string | null; sessionId: string | null }>(
          'SELECT programme_id AS "programmeId", session_id AS "sessionId" FROM question WHERE question_id = $1',
          [questionId],
        );
        if (!owner) throw new AppError('question-not-found', { status: 404 });
        await this.assertKeepsBank(principal, {
          ...(owner.programmeId === null ? {} : { programmeId: owner.programmeId }),
          ...(owner.sessionId === null ? {} : { sessionId: owner.sessionId }),
        });
        await this.bank.retire(tx, questionId, principal.subject);
        return { questionId };
      },
      OK,
    );
  }

  @Get('sessions/:sessionId/tests')
  @Requires('training:read')
  @ApiOkResponse({ type: TestPage })
  async list(@Param('sessionId', ParseUUIDPipe) sessionId: string, @Query() query: TestQuery): Promise<Page<TestView>> {
    const list = new ListQuery(OF_SESSION, query)
      .where('session_id = ?', sessionId)
      .where('stage = ?', query.stage)
      .build();
    return list.page(await this.database.query<TestView & ListRow>(list.text, list.values));
  }

  /** One before and one after a session. */
  @Post('sessions/:sessionId/tests')
  @Requires('teaching:write')
  @ApiCreatedResponse({ type: TestView })
  set(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() input: SetTestDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<TestView>> {
    return this.idempotency.run(request, async (tx) => {
      await this.access.assertTeaches(tx, principal, sessionId);
      assertOpen(await this.sessions.lock(tx, sessionId));
      const { stage, title, opensAt, closesAt, minutes, attempts, questionCount, topics } = input;
      if (closesAt <= opensAt)
        throw new AppError('test-refused', {
          status: 422,
          errors: [{ field: 'closesAt', code: 'meeting.ends-before-start' }],
        });
      const testId = newId();
      const actor = principal.subject;
      const values = [
        testId,
        sessionId,
        stage,
        title,
        opensAt,
        closesAt,
        minutes,
        attempts ?? 1,
        questionCount,
        topics ?? [],
        actor,
      ];
      if ((await tx.execute(SET, values)) === 0) throw new AppError('test-exists', { status: 409 });
      await this.audit.record(tx, { actor, action: 'set-test', object: { type: 'test', id: testId } });
      await this.guestTasks.tell(tx, sessionId);
      const [test] = await tx.query<TestView>(`${TESTS} WHERE test_id = $1`, [testId]);
      return test!;
    });
  }

  @Get('tests/:testId/results')
  @Requires('teaching:write')
  @ApiOkResponse({ type: TestResultPage })
  async results(
    @Param('testId', ParseUUIDPipe) testId: string,
    @Query() query: PageQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<TestResultView>> {
    const [test] = await this.database.query<TestView>(`${TESTS} WHERE test_id = $1`, [testId]);
    if (!test) throw new AppError('test-not-found', { status: 404 });
    await this.access.assertTeaches(this.database, principal, test.sessionId);
    const statement = new ListQuery(RESULTS, query).where('t.test_id = ?', testId).build();
    const page = statement.page(await this.database.query<TestResultView & ListRow>(statement.text, statement.values));
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'test-results' });
    return page;
  }

  /** Officers keep all banks; a trainer those of the sessions, and of the programmes of the sessions, that the trainer teaches. */
  private async assertKeepsBank(
    principal: Principal,
    { programmeId, sessionId }: { programmeId?: string; sessionId?: string },
  ): Promise<void> {
    if (this.access.organises(principal)) return;
    if (sessionId !== undefined) return this.access.assertTeaches(this.database, principal, sessionId);
    const rows = await this.database.query(
      'SELECT 1 FROM training_session WHERE programme_id = $1 AND $2::uuid = ANY(trainer_ids) LIMIT 1',
      [programmeId ?? null, principal.employeeId ?? null],
    );
    if (rows.length === 0) throw new AppError('not-your-session', { status: 403 });
  }
}
