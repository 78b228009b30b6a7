import { newId } from '@betang/contracts';
import {
  AppError,
  Audit,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  decodeCursor,
  pageOf,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
} from '@betang/platform';
import { Body, Get, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse } from '@nestjs/swagger';
import { TrainingSessionEntity } from '../database/training-session.entity.js';
import { ProgrammeQueries } from '../programmes/programme.queries.js';
import { ScheduleSessionDto, SessionPage, SessionQuery, SessionView } from './session.dto.js';

/** Sessions (angkatan) of programmes that this region holds. */
@ServiceController('training-catalog', 'sessions')
export class SessionsController {
  constructor(
    private readonly programmes: ProgrammeQueries,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: SessionPage })
  async list(@Query() query: SessionQuery): Promise<Page<SessionView>> {
    const [startsOn, sessionId] = decodeCursor(query.cursor, 2) ?? [];
    const select = this.database.dataSource.getRepository(TrainingSessionEntity).createQueryBuilder('s');
    if (query.programmeId !== undefined)
      select.andWhere('s.programmeId = :programmeId', { programmeId: query.programmeId });
    if (query.from !== undefined) select.andWhere('s.endsOn >= :from', { from: query.from });
    if (sessionId !== undefined)
      select.andWhere('(s.startsOn, s.sessionId) > (:startsOn, :sessionId)', { startsOn, sessionId });
    const rows = await select
      .orderBy('s.startsOn')
      .addOrderBy('s.sessionId')
      .limit(query.limit + 1)
      .getMany();
    const page = pageOf(rows, query.limit, (row) => [row.startsOn, row.sessionId]);
    return { ...page, items: page.items.map(viewOf) };
  }

  @Post()
  @Requires('training:write')
  @ApiCreatedResponse({ type: SessionView })
  async schedule(
    @Body() input: ScheduleSessionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SessionView>> {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
    if (input.endsOn < input.startsOn)
      throw new AppError('session-refused', {
        status: 422,
        errors: [{ field: 'endsOn', code: 'completion.ends-before-start' }],
      });
    return this.idempotency.run(request, async (tx) => {
      const offered = await this.programmes.getOffered(input.programmeId);
      const session = {
        ...input,
        sessionId: newId(),
        delivery: input.delivery ?? offered.delivery,
        createdBy: principal.subject,
      };
      await tx.manager.insert(TrainingSessionEntity, session);
      const object = { type: 'session', id: session.sessionId };
      await this.audit.record(tx, { actor: principal.subject, action: 'schedule-session', object });
      return viewOf(session);
    });
  }
}

function viewOf({ sessionId, programmeId, startsOn, endsOn, delivery, place, capacity }: SessionView): SessionView {
  return { sessionId, programmeId, startsOn, endsOn, delivery, place, capacity };
}
