import {
  Clock,
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
import { Body, Get, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { SessionAccess } from '../sessions/session-access.js';
import { getOwnEmployee } from '../employees/own-employee.js';
import { GiveReactionDto, ReactionGivenView, ReactionSummaryView } from './evaluation.dto.js';
import { Reactions } from './reactions.js';

/** Level 1: what participants say of a session. */
@ServiceController('training-catalog', '')
export class ReactionsController {
  constructor(
    private readonly reactions: Reactions,
    private readonly access: SessionAccess,
    private readonly clock: Clock,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
  ) {}

  @Post('me/sessions/:sessionId/reaction')
  @Requires('self:write')
  @Unaudited('who answered must stay unknown, to auditors too')
  @ApiCreatedResponse({ type: ReactionGivenView })
  give(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() input: GiveReactionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest({ anonymous: true }) request: IdempotentRequest,
  ): Promise<OnceAnswer<ReactionGivenView>> {
    const employeeId = getOwnEmployee(principal);
    const reaction = { ...input, remark: input.remark ?? null };
    return this.idempotency.run(request, async (tx) => {
      await this.reactions.give(tx, sessionId, employeeId, reaction, this.clock.today());
      return { sessionId };
    });
  }

  @Get('sessions/:sessionId/reactions')
  @Requires('teaching:write')
  @ApiOkResponse({ type: ReactionSummaryView })
  async summary(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ReactionSummaryView> {
    await this.access.assertTeaches(this.database, principal, sessionId);
    return this.reactions.summary(this.database, sessionId);
  }
}
