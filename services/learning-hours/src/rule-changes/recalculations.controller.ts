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
  ApiAcceptedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { readRulesVersion } from '../conversion/rules-version.js';
import { RecalculationQuery, RecalculationStartedView, StartRecalculationDto } from './rule-proposal.dto.js';
import { RecalculationQueue } from './recalculation-queue.js';
import {
  findRecalculation,
  insertRecalculation,
  listRecalculations,
  type Recalculation,
} from './recalculation-store.js';
import { RecalculationPage, RecalculationView, type BandCountsView } from './recalculation.dto.js';

const ACCEPTED = 202;

/** Runs over a year's entries: what rules would change, or the change itself, with its progress. */
@ServiceController('learning-hours', 'recalculations')
export class RecalculationsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly queue: RecalculationQueue,
  ) {}

  /** Applies the rules as they are to a year, e.g. after a release with new reference data; or shows what that would change. */
  @Post()
  @Requires('hours:rules')
  @ApiAcceptedResponse({ type: RecalculationStartedView })
  async start(
    @Body() { year, mode }: StartRecalculationDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<RecalculationStartedView>> {
    this.assertOfficer(principal);
    const answer = await this.idempotency.run(
      request,
      async (tx) => {
        const recalculationId = newId();
        const cause = `rules/${await readRulesVersion(tx)}`;
        const startedBy = principal.subject;
        await insertRecalculation(tx, { recalculationId, mode, proposalId: null, year, cause, startedBy });
        const object = { type: 'recalculation', id: recalculationId };
        await this.audit.record(tx, { actor: startedBy, action: 'start-recalculation', object, after: { year, mode } });
        return { recalculationId };
      },
      ACCEPTED,
    );
    await this.queue.wake(answer.body.recalculationId);
    return answer;
  }

  @Get()
  @Requires('hours:rules')
  @ApiOkResponse({ type: RecalculationPage })
  async list(
    @Query() query: RecalculationQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<RecalculationView>> {
    this.assertOfficer(principal);
    const [before] = decodeCursor(query.cursor, 1) ?? [null];
    const filter = { proposalId: query.proposalId ?? null, before, limit: query.limit + 1 };
    const page = pageOf(await listRecalculations(this.database, filter), query.limit, (run) => [run.recalculationId]);
    return { ...page, items: page.items.map(viewOf) };
  }

  @Get(':recalculationId')
  @Requires('hours:rules')
  @ApiOkResponse({ type: RecalculationView })
  async get(
    @Param('recalculationId', ParseUUIDPipe) id: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<RecalculationView> {
    this.assertOfficer(principal);
    const run = await findRecalculation(this.database, id);
    if (!run) throw new AppError('recalculation-not-found', { status: 404 });
    return viewOf(run);
  }

  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'hours:rules', { region: this.config.region });
  }
}

function viewOf({ afterEmployee: _place, bandsBefore, bandsAfter, ...run }: Recalculation): RecalculationView {
  return { ...run, bandsBefore: bandsOf(bandsBefore), bandsAfter: bandsOf(bandsAfter) };
}

function bandsOf([none = 0, started = 0, halfway = 0, fulfilled = 0]: readonly number[]): BandCountsView {
  return { none, started, halfway, fulfilled };
}
