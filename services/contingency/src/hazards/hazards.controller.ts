import { newId } from '@betang/contracts';
import {
  AppError,
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  pageOfComputed,
  preferredLanguage,
  sqlState,
  type ComputedList,
  type IdempotentRequest,
  type Language,
  type OnceAnswer,
  type Page,
  type Principal,
  type SqlClient,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { HazardKinds, nameOf, type HazardKind } from './hazard-kinds.js';
import { HazardStatements, type HazardInRank } from './hazard-statements.js';
import {
  AssessHazardDto,
  HazardDetailView,
  HazardPage,
  HazardQuery,
  HazardView,
  NewHazardDto,
  WithdrawDto,
} from './hazard.dto.js';
import { ASSESSMENTS, HAZARDS, type Hazard } from './hazards.js';
import { RiskWatch } from './risk-watch.js';

const DONE = 200;
const UNIQUE_VIOLATION = '23505';
const LIST: ComputedList<HazardInRank> = {
  sorts: { risk: ({ risk }) => risk, assessedOn: ({ assessedOn }) => assessedOn },
  defaultSort: '-risk',
  key: ({ hazardId }) => hazardId,
};

/** The risk profile of the region: hazards, how likely, how bad, which has a plan and which lacks one. */
@ServiceController('contingency', 'hazards')
export class HazardsController {
  constructor(
    private readonly hazards: HazardStatements,
    private readonly kinds: HazardKinds,
    private readonly watch: RiskWatch,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  /** Highest risk first. */
  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: HazardPage })
  async list(
    @Query() query: HazardQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<Page<HazardView>> {
    this.access.assertReads(principal);
    const all = (await this.hazards.ranked(this.database))
      .filter((hazard) => query.hazardCode === undefined || hazard.hazardCode === query.hazardCode)
      .filter((hazard) => query.coverage === undefined || hazard.coverage === query.coverage)
      .filter((hazard) => query.planNeeded === undefined || String(hazard.planNeeded) === query.planNeeded);
    const kinds = await this.kinds.inForce(this.database, this.clock.today());
    const page = pageOfComputed(all, LIST, query);
    return { ...page, items: page.items.map((row) => viewOf(row, kinds, preferredLanguage(language))) };
  }

  @Get(':hazardId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: HazardDetailView })
  async get(
    @Param('hazardId', ParseUUIDPipe) hazardId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<HazardDetailView> {
    this.access.assertReads(principal);
    const view = await this.view(this.database, hazardId, preferredLanguage(language));
    const history = await ASSESSMENTS.where(this.database, 'hazard_id = $1 ORDER BY number DESC', [hazardId]);
    return {
      ...view,
      history: history.map(({ number, probability, damage, source, assessedOn, note }) => ({
        number,
        probability,
        damage,
        source,
        assessedOn,
        note,
      })),
    };
  }

  @Post()
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: HazardView })
  async record(
    @Body() input: NewHazardDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') language?: string,
  ): Promise<OnceAnswer<HazardView>> {
    this.access.assertRegion(principal);
    this.assertNotAhead(input.assessedOn);
    return this.idempotency.run(request, async (tx) => {
      await this.kinds.assertInForce(tx, [input.hazardCode], input.assessedOn, 'hazardCode');
      const twin = await HAZARDS.where(tx, `hazard_code = $1 AND area = $2 AND state = 'ACTIVE'`, [
        input.hazardCode,
        input.area,
      ]);
      if (twin.length > 0) throw new AppError('hazard-recorded-already', { status: 409 });
      const { note: _note, ...fields } = input;
      const hazardId = newId();
      await refuseTwin(HAZARDS.insert(tx, { ...fields, hazardId, state: 'ACTIVE', assessments: 1 }));
      await this.note(tx, hazardId, 1, input, principal.subject);
      await this.settle(tx, principal, 'record-hazard', hazardId, input);
      return this.view(tx, hazardId, preferredLanguage(language));
    });
  }

  /** A new assessment; where the risk rises, the hazard's plan is to be reviewed. One that is older than what holds goes on record only. */
  @Post(':hazardId/assessments')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: HazardView })
  async assess(
    @Param('hazardId', ParseUUIDPipe) hazardId: string,
    @Body() input: AssessHazardDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') language?: string,
  ): Promise<OnceAnswer<HazardView>> {
    this.access.assertRegion(principal);
    this.assertNotAhead(input.assessedOn);
    return this.idempotency.run(request, async (tx) => {
      const before = await this.lockActive(tx, hazardId);
      const { note: _note, ...fields } = input;
      const number = before.assessments + 1;
      const newer = input.assessedOn >= before.assessedOn;
      await HAZARDS.update(tx, hazardId, { ...(newer && fields), assessments: number });
      await this.note(tx, hazardId, number, input, principal.subject);
      const risen = newer && input.probability * input.damage > before.risk;
      const asked = risen ? await this.watch.askForHazard(tx, before) : undefined;
      await this.settle(tx, principal, 'assess-hazard', hazardId, input, asked);
      return this.view(tx, hazardId, preferredLanguage(language));
    });
  }

  /** Takes the hazard out of the profile. Throws `hazard-has-plan` (409) while a plan covers it. */
  @Post(':hazardId/withdraw')
  @Requires('contingency:write')
  @ApiOkResponse({ type: HazardView })
  async withdraw(
    @Param('hazardId', ParseUUIDPipe) hazardId: string,
    @Body() { reason }: WithdrawDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') language?: string,
  ): Promise<OnceAnswer<HazardView>> {
    this.access.assertRegion(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const hazard = await this.lockActive(tx, hazardId);
        const view = await this.view(tx, hazardId, preferredLanguage(language));
        if (view.planId !== null) throw new AppError('hazard-has-plan', { status: 409 });
        await HAZARDS.update(tx, hazardId, { state: 'WITHDRAWN' });
        const object = { type: 'hazard', id: hazardId };
        await this.consequences.settle(tx, {
          actor: principal.subject,
          action: 'withdraw-hazard',
          object,
          reason,
          hazards: true,
        });
        await this.hazards.stateWithdrawn(tx, hazard);
        return view;
      },
      DONE,
    );
  }

  private settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    hazardId: string,
    { probability, damage, source }: AssessHazardDto,
    asked: { readonly plans: readonly string[]; readonly events: readonly unknown[] } = { plans: [], events: [] },
  ): Promise<void> {
    return this.consequences.settle(tx, {
      actor: principal.subject,
      action,
      object: { type: 'hazard', id: hazardId },
      after: { probability, damage, source },
      hazards: true,
      ...asked,
    });
  }

  private async note(
    tx: Transaction,
    hazardId: string,
    number: number,
    input: AssessHazardDto,
    by: string,
  ): Promise<void> {
    const { probability, damage, source, assessedOn, note = null } = input;
    await ASSESSMENTS.insert(tx, { hazardId, number, probability, damage, source, assessedOn, note, recordedBy: by });
  }

  private async lockActive(tx: Transaction, hazardId: string): Promise<Hazard> {
    const hazard = await HAZARDS.lock(tx, hazardId);
    if (hazard.state !== 'ACTIVE') throw new AppError('hazard-not-found', { status: 404 });
    return hazard;
  }

  private assertNotAhead(day: string): void {
    if (day > this.clock.today()) throw new AppError('contingency-date-ahead', { status: 422, field: 'assessedOn' });
  }

  private async view(db: SqlClient, hazardId: string, language: Language): Promise<HazardView> {
    const found = (await this.hazards.ranked(db)).find((hazard) => hazard.hazardId === hazardId);
    if (!found) throw new AppError('hazard-not-found', { status: 404 });
    return viewOf(found, await this.kinds.inForce(db, this.clock.today()), language);
  }
}

/** Of two who record it at the same moment neither sees the other's. */
async function refuseTwin(inserted: Promise<unknown>): Promise<void> {
  try {
    await inserted;
  } catch (cause) {
    if (sqlState(cause) !== UNIQUE_VIOLATION) throw cause;
    throw new AppError('hazard-recorded-already', { status: 409, cause });
  }
}

function viewOf(hazard: HazardInRank, kinds: ReadonlyMap<string, HazardKind>, language: Language): HazardView {
  const { hazardId, hazardCode, area, probability, damage, risk, source, assessedOn, assessments } = hazard;
  const { highestRisk, planNeeded, coverage, planId } = hazard;
  const kind = kinds.get(hazardCode);
  const name = kind ? nameOf(kind, language) : hazardCode;
  const measured = { hazardId, hazardCode, name, area, probability, damage, risk, source, assessedOn, assessments };
  return { ...measured, highestRisk, planNeeded, coverage, planId };
}
