import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  Unaudited,
  preferredLanguage,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Header, Headers, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { getOwnEmployee } from '../employees/own-employee.js';
import { AnswersDto } from '../tests/test.dto.js';
import { getOwnSeat } from './learner-elsewhere.js';
import { SittingsElsewhere, type SittingElsewhere } from './sittings-elsewhere.js';
import { SittingElsewherePage, SittingElsewhereView } from './work-elsewhere.dto.js';
import { sittingView } from './work-elsewhere.queries.js';

const OK = 200;

/** A learner's sittings of tests of another region's session: asked for, opened, handed in, and marked by the host. */
@ServiceController('training-catalog', 'me')
export class OwnTestsElsewhereController {
  constructor(
    private readonly sittings: SittingsElsewhere,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
  ) {}

  @Get('enrolments-elsewhere/:enrolmentId/attempts')
  @Requires('self:read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: SittingElsewherePage })
  async list(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<SittingElsewherePage> {
    await getOwnSeat(this.database, enrolmentId, getOwnEmployee(principal));
    const items = await this.sittings.list(this.database, enrolmentId);
    return { items: items.map((item) => sittingView(item, preferredLanguage(language))) };
  }

  /** Asks for the paper; it comes from the host, and may be asked for before the test opens. */
  @Post('enrolments-elsewhere/:enrolmentId/tests/:testId/attempts')
  @Requires('self:write')
  @ApiCreatedResponse({ type: SittingElsewhereView })
  ask(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Param('testId', ParseUUIDPipe) testId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') language?: string,
  ): Promise<OnceAnswer<SittingElsewhereView>> {
    const employeeId = getOwnEmployee(principal);
    return this.run(request, language, undefined, (tx) =>
      this.sittings.ask(tx, enrolmentId, testId, employeeId, principal.subject),
    );
  }

  @Get('attempts-elsewhere/:attemptId')
  @Requires('self:read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: SittingElsewhereView })
  async get(
    @Param('attemptId', ParseUUIDPipe) attemptId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<SittingElsewhereView> {
    const sitting = await this.sittings.get(this.database, attemptId, getOwnEmployee(principal));
    return sittingView(sitting, preferredLanguage(language));
  }

  /** Opens the paper: from now on the time runs. */
  @Post('attempts-elsewhere/:attemptId/start')
  @Requires('self:write')
  @ApiOkResponse({ type: SittingElsewhereView })
  start(
    @Param('attemptId', ParseUUIDPipe) attemptId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') language?: string,
  ): Promise<OnceAnswer<SittingElsewhereView>> {
    const employeeId = getOwnEmployee(principal);
    return this.run(request, language, OK, (tx) => this.sittings.start(tx, attemptId, employeeId, principal.subject));
  }

  @Post('attempts-elsewhere/:attemptId/answers')
  @Requires('self:write')
  @Unaudited('answers under way, saved every few seconds; what counts is handed in, and that is on record')
  @ApiOkResponse({ type: SittingElsewhereView })
  save(
    @Param('attemptId', ParseUUIDPipe) attemptId: string,
    @Body() { answers }: AnswersDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') language?: string,
  ): Promise<OnceAnswer<SittingElsewhereView>> {
    const employeeId = getOwnEmployee(principal);
    return this.run(request, language, OK, (tx) => this.sittings.save(tx, attemptId, employeeId, answers));
  }

  @Post('attempts-elsewhere/:attemptId/submit')
  @Requires('self:write')
  @ApiOkResponse({ type: SittingElsewhereView })
  submit(
    @Param('attemptId', ParseUUIDPipe) attemptId: string,
    @Body() { answers }: AnswersDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') language?: string,
  ): Promise<OnceAnswer<SittingElsewhereView>> {
    const employeeId = getOwnEmployee(principal);
    return this.run(request, language, OK, (tx) =>
      this.sittings.submit(tx, attemptId, employeeId, answers, principal.subject),
    );
  }

  private run(
    request: IdempotentRequest,
    language: string | undefined,
    status: number | undefined,
    work: (tx: Transaction) => Promise<SittingElsewhere>,
  ): Promise<OnceAnswer<SittingElsewhereView>> {
    return this.idempotency.run(
      request,
      async (tx) => sittingView(await work(tx), preferredLanguage(language)),
      status,
    );
  }
}
