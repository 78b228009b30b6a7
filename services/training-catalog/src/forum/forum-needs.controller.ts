import { TrainingNeedRaised, newId, type NewEvent } from '@betang/contracts';
import { Outbox } from '@betang/messaging';
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
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { causeOf } from '../request-cause.js';
import { assertCompetencies } from '../dictionary/check-codes.decision.js';
import { loadDictionary } from '../dictionary/known-dictionary.js';
import { SessionAccess } from '../sessions/session-access.js';
import { Sessions } from '../sessions/sessions.js';
import { NeedPage, NeedView, RaiseNeedDto } from './forum-need.dto.js';

const INSERT = `INSERT INTO forum_need (need_id, session_id, agency_id, competency_code, required_level, need, priority, recorded_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
const LIST: ListDefinition = {
  select: `SELECT f.need_id AS "needId", f.session_id AS "sessionId", s.starts_on AS "raisedOn", f.agency_id AS "agencyId", f.competency_code AS "competencyCode",
      f.required_level AS "requiredLevel", f.need, f.priority FROM forum_need AS f JOIN training_session AS s USING (session_id)`,
  sorts: { raisedOn: { sql: 's.starts_on', type: 'date' } },
  defaultSort: '-raisedOn',
  key: { sql: 'f.need_id', type: 'uuid' },
};

/** What a forum of needs evaluation (forum evaluasi kebutuhan) comes to: needs for training, told to the planning of competency development. */
@ServiceController('training-catalog', '')
export class ForumNeedsController {
  constructor(
    private readonly sessions: Sessions,
    private readonly access: SessionAccess,
    private readonly outbox: Outbox,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  /** Of one forum, or of all of them. */
  @Get('forum-needs')
  @Requires('training:read')
  @ApiOkResponse({ type: NeedPage })
  list(@Query() query: PageQuery): Promise<Page<NeedView>> {
    return this.page(query);
  }

  @Get('sessions/:sessionId/needs')
  @Requires('training:read')
  @ApiOkResponse({ type: NeedPage })
  ofForum(@Param('sessionId', ParseUUIDPipe) sessionId: string, @Query() query: PageQuery): Promise<Page<NeedView>> {
    return this.page(query, sessionId);
  }

  @Post('sessions/:sessionId/needs')
  @Requires('training:write')
  @ApiCreatedResponse({ type: NeedView })
  raise(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() input: RaiseNeedDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<NeedView>> {
    this.access.assertOrganises(principal);
    return this.idempotency.run(request, async (tx) => {
      const session = await this.sessions.lock(tx, sessionId);
      if (session.kind !== 'NEEDS_FORUM') throw new AppError('not-a-forum', { status: 409 });
      if (session.state === 'CANCELLED') throw new AppError('session-closed', { status: 409 });
      await this.assertKnown(tx, input);
      const data = {
        needId: newId(),
        sessionId,
        raisedOn: session.startsOn,
        agencyId: input.agencyId ?? null,
        competencyCode: input.competencyCode ?? null,
        requiredLevel: input.requiredLevel ?? null,
        need: input.need,
        priority: input.priority,
      };
      const { needId, agencyId, competencyCode, requiredLevel, need, priority } = data;
      const actor = principal.subject;
      await tx.execute(INSERT, [needId, sessionId, agencyId, competencyCode, requiredLevel, need, priority, actor]);
      const event = TrainingNeedRaised.create({ subject: sessionId, data, cause: causeOf(actor) });
      await this.outbox.append(tx, [event as unknown as NewEvent]);
      await this.audit.record(tx, { actor, action: 'raise-need', object: { type: 'forum-need', id: needId } });
      return data;
    });
  }

  /** Throws `competency-unknown` (422): a need that no dictionary names is met by nothing. */
  private async assertKnown(tx: Transaction, { competencyCode, requiredLevel }: RaiseNeedDto): Promise<void> {
    if (competencyCode === undefined) return;
    const named = { code: competencyCode, level: requiredLevel ?? null };
    const fields = { codeField: 'competencyCode', levelField: 'requiredLevel' };
    assertCompetencies([{ ...named, ...fields }], await loadDictionary(tx));
  }

  private async page(query: PageQuery, sessionId?: string): Promise<Page<NeedView>> {
    const statement = new ListQuery(LIST, query).where('f.session_id = ?', sessionId).build();
    return statement.page(await this.database.query<NeedView & ListRow>(statement.text, statement.values));
  }
}
