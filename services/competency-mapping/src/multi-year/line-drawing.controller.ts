import {
  ApiOkResponse,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  pageOfComputed,
  preferredLanguage,
  type ComputedList,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { LineViews } from '../plans/line-views.js';
import { PlanAccess } from '../plans/plan-access.js';
import { LineDrawing } from './line-drawing.js';
import { DrawLinesDto, DrawableLinePage, DrawableQuery, DrawnView, type DrawableLineView } from './line-drawing.dto.js';

const DONE = 200;
const LINES: ComputedList<DrawableLineView> = {
  sorts: {
    urgency: ({ urgency }) => urgency,
    competency: ({ competencyCode }) => competencyCode,
    budget: ({ budget }) => budget,
    status: ({ status }) => status,
  },
  defaultSort: '-urgency',
  key: ({ lineId }) => lineId,
};

/** Lines of multi-year plans (HCDP) drawn into an annual plan in one step. */
@ServiceController('competency-mapping', 'plans/:planId')
export class LineDrawingController {
  constructor(
    private readonly drawing: LineDrawing,
    private readonly access: PlanAccess,
    private readonly views: LineViews,
    private readonly idempotency: Idempotency,
    private readonly database: ServiceDatabase,
  ) {}

  /** What the multi-year plans ask for in the plan's year, with what of it is there, what looks the same, and what changed since. */
  @Get('drawable')
  @Requires('plans:read')
  @ApiOkResponse({ type: DrawableLinePage })
  async drawable(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Query() query: DrawableQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<Page<DrawableLineView>> {
    const plan = await this.access.getPlan(this.database, principal, 'plans:read', planId);
    const all = await this.drawing.drawable(this.database, plan, query.fromPlanId ?? null);
    const chosen = all.filter(({ status }) => query.status === undefined || status === query.status);
    const lines = chosen.map(({ source }) => source);
    const views = await this.views.views(this.database, lines, preferredLanguage(accepted));
    const rows = chosen.map(({ source, status, drawnLineId, similarLineIds, changed }, index): DrawableLineView => ({
      ...views[index]!,
      ...{ planId: source.planId, status, drawnLineId, similarLineIds, changed },
    }));
    return pageOfComputed(rows, LINES, query);
  }

  @Post('draw')
  @Requires('plans:write')
  @ApiOkResponse({ type: DrawnView })
  draw(
    @Param('planId', ParseUUIDPipe) planId: string,
    @Body() { fromPlanId, lineIds }: DrawLinesDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<DrawnView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await this.access.getPlan(tx, principal, 'plans:write', planId);
        return this.drawing.draw(tx, planId, { fromPlanId: fromPlanId ?? null, lineIds }, principal.subject);
      },
      DONE,
    );
  }
}
