import { RegionCode, timeZoneOf } from '@betang/asn';
import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  downloadOf,
  findMessage,
  preferredLanguage,
  renderPdf,
  type IdempotentRequest,
  type Language,
  type OnceAnswer,
  type Page,
  type Principal,
  type SqlClient,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProduces,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { toRow } from '../database/table.js';
import { actionView, findingView } from '../drills/finding-views.js';
import { EMERGENCIES, assertEmergencyKnown, type Emergency } from '../emergencies/emergency-rows.js';
import { unitNames } from '../people/units.js';
import { regionName } from '../region-name.js';
import { afterActionDocument } from './after-action-document.js';
import {
  AfterActionDto,
  AfterActionView,
  TimelinePage,
  TimelineQuery,
  type TimelineEntryView,
} from './after-action.dto.js';
import { AfterActions } from './after-actions.js';
import { TIMELINE, type TimelineRow } from './timeline.js';

const DONE = 200;
const WHOLE_TIMELINE = `${TIMELINE.select} WHERE t.emergency_id = $1 ORDER BY t.at, t.entry LIMIT 2000`;

/** After-action reviews (kaji ulang setelah darurat): what happened, what went well and ill, what is done about it. */
@ServiceController('contingency', 'emergencies/:emergencyId')
export class AfterActionController {
  constructor(
    private readonly reviews: AfterActions,
    private readonly access: ContingencyAccess,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  /** What happened, by the record of the activation itself: decrees, tasks, mutual aid. */
  @Get('timeline')
  @Requires('contingency:read')
  @ApiOkResponse({ type: TimelinePage })
  async timeline(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Query() query: TimelineQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<TimelineEntryView>> {
    this.access.assertReads(principal);
    await assertEmergencyKnown(this.database, emergencyId);
    const list = new ListQuery(TIMELINE, query)
      .where('t.emergency_id = ?', emergencyId)
      .where('t.kind = ?', query.kind);
    const page = await listPage<TimelineRow>(this.database, list);
    const people = this.access.readsAllPeople(principal);
    return {
      ...page,
      items: page.items.map(({ at, kind, what, detail, by }) => ({ at, kind, what, detail, by: people ? by : null })),
    };
  }

  @Get('after-action')
  @Requires('contingency:read')
  @ApiOkResponse({ type: AfterActionView })
  async get(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<AfterActionView> {
    this.access.assertReads(principal);
    await EMERGENCIES.get(this.database, emergencyId);
    return this.view(this.database, emergencyId, preferredLanguage(accepted));
  }

  @Get('after-action/document')
  @Requires('contingency:read')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async document(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    this.access.assertReads(principal);
    const emergency = await EMERGENCIES.get(this.database, emergencyId);
    const whole = await this.reviews.load(this.database, emergencyId);
    const owners = whole.actions.map(({ ownerUnitId }) => ownerUnitId);
    const model = afterActionDocument({
      ...{ emergency, whole, language: preferredLanguage(accepted), now: this.clock.now() },
      timeline: (await this.database.query(WHOLE_TIMELINE, [emergencyId])).map(toRow<TimelineRow>),
      units: await unitNames(this.database, owners),
      region: regionName(this.access.region),
      timeZone: timeZoneOf(RegionCode.parse(this.access.region)),
    });
    return downloadOf(await renderPdf(model), `kaji-ulang-${emergencyId.slice(-6)}`, 'pdf');
  }

  /** Adds to the review. A lacking competency becomes a need in competency-mapping, a weakness of the plan asks for its review. */
  @Post('after-action')
  @Requires('contingency:write')
  @ApiCreatedResponse({ type: AfterActionView })
  write(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @Body() input: AfterActionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') accepted?: string,
  ): Promise<OnceAnswer<AfterActionView>> {
    this.access.assertRegion(principal);
    return this.idempotency.run(request, async (tx) => {
      const emergency = await EMERGENCIES.lock(tx, emergencyId);
      const raised = await this.reviews.write(tx, emergency, input, principal.subject);
      const events = raised.flatMap((each) => each.events);
      await this.settle(tx, principal, 'write-after-action', emergency, { findings: raised.length }, events);
      return this.view(tx, emergencyId, preferredLanguage(accepted));
    });
  }

  /** Nothing can be added any more. Throws `after-action-incomplete` (422), naming what is missing. */
  @Post('after-action/close')
  @Requires('contingency:write')
  @ApiOkResponse({ type: AfterActionView })
  close(
    @Param('emergencyId', ParseUUIDPipe) emergencyId: string,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
    @Headers('accept-language') accepted?: string,
  ): Promise<OnceAnswer<AfterActionView>> {
    this.access.assertRegion(principal);
    return this.idempotency.run(
      request,
      async (tx) => {
        const emergency = await EMERGENCIES.lock(tx, emergencyId);
        await this.reviews.close(tx, emergencyId, principal.subject);
        await this.settle(tx, principal, 'close-after-action', emergency, { state: 'CLOSED' });
        return this.view(tx, emergencyId, preferredLanguage(accepted));
      },
      DONE,
    );
  }

  private settle(
    tx: Transaction,
    principal: Principal,
    action: string,
    { emergencyId, planId }: Emergency,
    after: Readonly<Record<string, unknown>>,
    events: readonly unknown[] = [],
  ): Promise<void> {
    const object = { type: 'emergency', id: emergencyId };
    const plans = planId === null ? [] : [planId];
    const outcome = { actor: principal.subject, action, object, after, events, plans };
    return this.consequences.settle(tx, { ...outcome, trigger: 'EMERGENCY_CHANGED' });
  }

  private async view(db: SqlClient, emergencyId: string, language: Language): Promise<AfterActionView> {
    const { review, observations, findings, actions, missing } = await this.reviews.load(db, emergencyId);
    const { state, dueOn, closedOn, summary } = review;
    const today = this.clock.today();
    const went = (kind: string) =>
      observations
        .filter((each) => each.went === kind)
        .map(({ observationId, field, text }) => ({ observationId, field, text }));
    return {
      ...{ emergencyId, state, dueOn, overdue: state === 'OPEN' && dueOn < today, closedOn, summary },
      ...{ wentWell: went('WELL'), wentIll: went('ILL') },
      findings: findings.map((finding) => ({
        ...findingView(finding),
        actions: actions
          .filter(({ findingId }) => findingId === finding.findingId)
          .map((action) => actionView(action, today)),
      })),
      missing: missing.map(({ field, code, params }) => ({
        ...{ field, code },
        text: findMessage(language, `field.${code}`, params) ?? code,
      })),
    };
  }
}
