import {
  Audit,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ContingencyAccess, inVisibleUnits } from '../access/contingency-access.js';
import { listPage } from '../database/list-page.js';
import { DRILLS } from './drill-rows.js';
import { DrillWork } from './drill-work.js';
import {
  CorrectParticipationDto,
  DrillView,
  InviteDto,
  ParticipantPage,
  ParticipantQuery,
  ParticipantView,
  WithdrawParticipationDto,
} from './drill.dto.js';
import { Drills } from './drills.js';

const LIST: ListDefinition = {
  select: `SELECT p.participation_id, p.employee_id, n.name, p.role_id, r.name AS role_name, p.minutes, p.quantity_hundredths FROM participation AS p
    LEFT JOIN person AS n USING (employee_id) LEFT JOIN plan_role AS r ON r.role_id = p.role_id`,
  sorts: { name: { sql: `coalesce(n.name, '')`, type: 'text' }, role: { sql: `coalesce(r.name, '')`, type: 'text' } },
  defaultSort: 'name',
  key: { sql: 'p.participation_id', type: 'uuid' },
};
const DONE = 200;

/** Who is invited to a drill and who was there, by the role that they play. */
@ServiceController('contingency', 'drills/:drillId')
export class ParticipationsController {
  constructor(
    private readonly drills: Drills,
    private readonly work: DrillWork,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  /** Who was invited and who was there. Each look is on record. */
  @Get('participants')
  @Requires('contingency:people')
  @ApiOkResponse({ type: ParticipantPage })
  async participants(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Query() query: ParticipantQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ParticipantView>> {
    this.access.assertReads(principal, 'contingency:people');
    const visible = this.access.visibleUnits(principal, 'contingency:people');
    await DRILLS.get(this.database, drillId);
    const list = new ListQuery(LIST, query)
      .where('p.drill_id = ? AND p.withdrawn_reason IS NULL AND NOT p.forgotten', drillId)
      .where('p.role_id = ?', query.roleId)
      .where('(p.minutes IS NOT NULL) = ?', query.attended && query.attended === 'true');
    if (visible !== null) list.where(inVisibleUnits('n.unit_id', 1).replaceAll('$1', '?'), visible, visible);
    const page = await listPage<ParticipantView>(this.database, list);
    const subjects = page.items.map(({ employeeId }) => employeeId);
    await this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose: 'contingency-drill' });
    return page;
  }

  @Post('invitations')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillView })
  invite(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() { people }: InviteDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const drill = await this.work.lock(tx, principal, drillId);
        await this.drills.invite(tx, drill, people);
        const effect = { action: 'invite-to-drill', after: { invited: people.length } };
        return this.work.settle(tx, principal, drill, effect);
      },
      DONE,
    );
  }

  @Post('participations/withdraw')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillView })
  withdraw(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() { employeeId, reason }: WithdrawParticipationDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const drill = await this.work.lock(tx, principal, drillId);
        const events = await this.drills.withdraw(tx, drill, employeeId, reason);
        const effect = { action: 'withdraw-participation', after: { employeeId }, events, reason };
        return this.work.settle(tx, principal, drill, effect);
      },
      DONE,
    );
  }

  /** Puts right how long somebody took part, or records who was forgotten: hours before are taken back, those that are right are told once. */
  @Post('participations/correct')
  @Requires('contingency:write')
  @ApiOkResponse({ type: DrillView })
  correct(
    @Param('drillId', ParseUUIDPipe) drillId: string,
    @Body() input: CorrectParticipationDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrillView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        const drill = await this.work.lock(tx, principal, drillId);
        const events = await this.drills.correct(tx, drill, input);
        const { employeeId, minutes, reason } = input;
        const effect = { action: 'correct-participation', after: { employeeId, minutes }, events, reason };
        return this.work.settle(tx, principal, drill, effect);
      },
      DONE,
    );
  }
}
