import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  Unaudited,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
} from '@betang/platform';
import { Body, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { getOwnEmployee } from '../employees/own-employee.js';
import { GiveReactionDto, ReactionGivenView } from './evaluation.dto.js';
import { ReactionsElsewhere } from './reactions-elsewhere.js';

/** Level 1, through the learner's own region. The path names the session, not the enrolment: it is kept with the answer for the Idempotency-Key. */
@ServiceController('training-catalog', 'me/sessions-elsewhere')
export class ReactionsElsewhereController {
  constructor(
    private readonly reactions: ReactionsElsewhere,
    private readonly clock: Clock,
    private readonly idempotency: Idempotency,
  ) {}

  @Post(':sessionId/reaction')
  @Requires('self:write')
  @Unaudited('who answered must stay unknown, to auditors too')
  @ApiCreatedResponse({ type: ReactionGivenView })
  give(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Body() { content, trainer, method, facilities, usefulness, remark }: GiveReactionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest({ anonymous: true }) request: IdempotentRequest,
  ): Promise<OnceAnswer<ReactionGivenView>> {
    const employeeId = getOwnEmployee(principal);
    const reaction = { content, trainer, method, facilities, usefulness, remark: remark ?? null };
    return this.idempotency.run(request, async (tx) => {
      await this.reactions.give(tx, sessionId, employeeId, reaction, this.clock.today());
      return { sessionId };
    });
  }
}
