import {
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  Unaudited,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Header, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { getOwnEmployee } from '../employees/own-employee.js';
import { Sittings } from './sittings.js';
import { AnswersDto } from './test.dto.js';
import { AttemptView } from './test-view.dto.js';

const OK = 200;

/** A participant's own sittings. */
@ServiceController('training-catalog', 'me')
export class OwnTestsController {
  constructor(
    private readonly sittings: Sittings,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
  ) {}

  @Post('tests/:testId/attempts')
  @Requires('self:write')
  @ApiCreatedResponse({ type: AttemptView })
  begin(
    @Param('testId', ParseUUIDPipe) testId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AttemptView>> {
    const employeeId = getOwnEmployee(principal);
    return this.idempotency.run(request, (tx) => this.sittings.begin(tx, testId, employeeId, principal.subject));
  }

  @Get('attempts/:attemptId')
  @Requires('self:read')
  @Header('cache-control', 'no-store')
  @ApiOkResponse({ type: AttemptView })
  get(
    @Param('attemptId', ParseUUIDPipe) attemptId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AttemptView> {
    return this.sittings.get(this.database, attemptId, getOwnEmployee(principal));
  }

  @Post('attempts/:attemptId/answers')
  @Requires('self:write')
  @Unaudited('answers under way, saved every few seconds; what counts is handed in, and that is on record')
  @ApiOkResponse({ type: AttemptView })
  save(
    @Param('attemptId', ParseUUIDPipe) attemptId: string,
    @Body() { answers }: AnswersDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AttemptView>> {
    const employeeId = getOwnEmployee(principal);
    return this.idempotency.run(request, (tx) => this.sittings.save(tx, attemptId, employeeId, answers), OK);
  }

  @Post('attempts/:attemptId/submit')
  @Requires('self:write')
  @ApiOkResponse({ type: AttemptView })
  submit(
    @Param('attemptId', ParseUUIDPipe) attemptId: string,
    @Body() { answers }: AnswersDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AttemptView>> {
    const employeeId = getOwnEmployee(principal);
    return this.idempotency.run(
      request,
      (tx) => this.sittings.submit(tx, attemptId, employeeId, answers, principal.subject),
      OK,
    );
  }
}
