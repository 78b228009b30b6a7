import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  pageOfComputed,
  type ComputedList,
  type IdempotentRequest,
  type ListDefinition,
  type ListRow,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { CatalogueRulesStore } from '../rules/catalogue-rules-store.js';
import { identityOf, type OverlapCheck } from './overlap-check.js';
import { ProgrammeQueries } from '../programmes/programme.queries.js';
import { OverlapChecks, SELECT_CHECK } from './overlap-checks.js';
import {
  CheckOverlapDto,
  OverlapCheckPage,
  OverlapCheckQuery,
  OverlapCheckView,
  SimilarQuery,
  SimilarTrainingsView,
} from './overlap.dto.js';
import { SimilarTrainings, type SimilarTraining } from './similar-trainings.js';

const SIMILAR: ComputedList<SimilarTraining> = {
  sorts: { score: ({ score }) => score, title: ({ title }) => title, startsOn: ({ startsOn }) => startsOn ?? '' },
  defaultSort: '-score',
  key: identityOf,
};
const CHECKS: ListDefinition = {
  select: SELECT_CHECK,
  sorts: { checkedAt: { sql: 'checked_at', type: 'timestamptz' } },
  defaultSort: '-checkedAt',
  key: { sql: 'check_id', type: 'uuid' },
};

/** Shows what is there already before anything new is published (no overlap). */
@ServiceController('training-catalog', '')
export class OverlapController {
  constructor(
    private readonly checks: OverlapChecks,
    private readonly similar: SimilarTrainings,
    private readonly rules: CatalogueRulesStore,
    private readonly programmes: ProgrammeQueries,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** For a plan that is no programme yet: by competencies, people and period. */
  @Get('similar-trainings')
  @Requires('training:read')
  @ApiOkResponse({ type: SimilarTrainingsView })
  async search(@Query() query: SimilarQuery): Promise<SimilarTrainingsView> {
    const rules = await this.rules.current(this.database);
    const competencies = (query.competencies ?? []).map((text) => {
      const [code, level] = text.split(':');
      return { code: code!, level: level === undefined ? null : Number(level) };
    });
    const outline = {
      title: query.title ?? '',
      competencies,
      targetGroups: query.targetGroups ?? [],
      period: periodOf(query),
    };
    const question = { outline, programmeId: null, notThese: [], today: this.clock.today() };
    const found = (await this.similar.find(this.database, question, rules)).filter(
      ({ kind, region }) => kind === (query.kind ?? kind) && region === (query.region ?? region),
    );
    return { rulesFrom: rules.validFrom, threshold: rules.threshold, ...pageOfComputed(found, SIMILAR, query) };
  }

  @Post('programmes/:programmeId/overlap-checks')
  @Requires('training:write')
  @ApiCreatedResponse({ type: OverlapCheckView })
  check(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Body() input: CheckOverlapDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<OverlapCheckView>> {
    this.assertOfficer(principal);
    const period = periodOf(input);
    return this.idempotency.run(request, async (tx) =>
      viewOf(await this.checks.check(tx, programmeId, period, principal.subject)),
    );
  }

  /** What was shown of a programme, and when. */
  @Get('programmes/:programmeId/overlap-checks')
  @Requires('training:write')
  @ApiOkResponse({ type: OverlapCheckPage })
  async shown(
    @Param('programmeId', ParseUUIDPipe) programmeId: string,
    @Query() query: OverlapCheckQuery,
  ): Promise<Page<OverlapCheckView>> {
    await this.programmes.getOwn(programmeId);
    const found = query.found === undefined ? undefined : query.found === 'true';
    const list = new ListQuery(CHECKS, query)
      .where('programme_id = ?', programmeId)
      .where('(jsonb_array_length(findings) > 0) = ?', found)
      .build();
    const page = list.page(await this.database.query<OverlapCheck & ListRow>(list.text, list.values));
    return { ...page, items: page.items.map(viewOf) };
  }

  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
  }
}

const periodOf = ({ from, to }: { readonly from?: string; readonly to?: string }) =>
  from === undefined ? undefined : { from, to: to === undefined || to < from ? from : to };

function viewOf({ fingerprint: _fingerprint, ...shown }: OverlapCheck): OverlapCheckView {
  return shown;
}
