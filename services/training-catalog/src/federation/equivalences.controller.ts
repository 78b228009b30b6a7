import {
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
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
import { equivalenceState } from './equivalence.js';
import {
  DecideEquivalenceDto,
  EquivalencePage,
  EquivalenceQuery,
  EquivalenceView,
  ProposeEquivalenceDto,
} from './equivalence.dto.js';
import { EQUIVALENCE_SELECT, type StoredEquivalence } from './equivalence-store.js';
import { Equivalences } from './equivalences.js';

const LIST: ListDefinition = {
  select: EQUIVALENCE_SELECT,
  sorts: { proposedAt: { sql: 'proposed_at', type: 'timestamptz' } },
  defaultSort: '-proposedAt',
  key: { sql: 'equivalence_id', type: 'uuid' },
};
const WAITS = `(other_region = ? AND ended_at IS NULL AND (decision IS NULL OR decision_region <> other_region))`;
const STATE = `CASE WHEN ended_region IN (proposing_region, other_region) THEN 'ENDED'
  WHEN decision IS NULL OR decision_region <> other_region THEN 'PROPOSED' ELSE decision END = ?`;
const DONE = 200;

/** Equivalence (penyetaraan) of two regions' programmes. */
@ServiceController('training-catalog', 'equivalences')
export class EquivalencesController {
  constructor(
    private readonly equivalences: Equivalences,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('training:read')
  @ApiOkResponse({ type: EquivalencePage })
  async list(@Query() query: EquivalenceQuery): Promise<Page<EquivalenceView>> {
    const list = new ListQuery(LIST, query)
      .where('proposing_region IS NOT NULL')
      .where('(programme_id = ? OR other_programme_id = ?)', query.programmeId, query.programmeId)
      .where(STATE, query.state)
      .where('(proposing_region = ? OR other_region = ?)', query.region, query.region)
      .where(WAITS, query.waiting === 'true' ? this.config.region : undefined)
      .build();
    const page = list.page(await this.database.query<StoredEquivalence & ListRow>(list.text, list.values));
    return { ...page, items: page.items.map(viewOf) };
  }

  @Post()
  @Requires('training:write')
  @ApiCreatedResponse({ type: EquivalenceView })
  propose(
    @Body() input: ProposeEquivalenceDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EquivalenceView>> {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
    const command = { ...input, actor: principal.subject };
    return this.idempotency.run(request, async (tx) => viewOf(await this.equivalences.propose(tx, command)));
  }

  @Post(':equivalenceId/decide')
  @Requires('training:approve')
  @ApiOkResponse({ type: EquivalenceView })
  decide(
    @Param('equivalenceId', ParseUUIDPipe) equivalenceId: string,
    @Body() { decision, reason }: DecideEquivalenceDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EquivalenceView>> {
    assertMayActOn(principal, 'training:approve', { region: this.config.region });
    return this.idempotency.run(
      request,
      async (tx) => viewOf(await this.equivalences.decide(tx, equivalenceId, decision, reason, principal.subject)),
      DONE,
    );
  }
}

function viewOf(found: StoredEquivalence): EquivalenceView {
  const { equivalenceId, programmeId, proposingRegion, otherProgrammeId, otherRegion } = found;
  const { reason, decisionReason, endedReason, proposedAt } = found;
  const state = equivalenceState(found) ?? 'PROPOSED';
  const parties = { programmeId, proposingRegion, otherProgrammeId, otherRegion };
  return { equivalenceId, ...parties, state, reason, decisionReason, endedReason, proposedAt };
}
