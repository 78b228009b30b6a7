import {
  AppError,
  Clock,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  type IdempotentRequest,
  type ListDefinition,
  type OnceAnswer,
  type Page,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ContingencyAccess } from '../access/contingency-access.js';
import { Consequences } from '../consequences.js';
import { listPage } from '../database/list-page.js';
import { ReasonDto } from '../plans/plan.dto.js';
import { AID, type AidCase } from './aid-case.js';
import { aidStory, aidView } from './aid-view.js';
import { hasLeft, wordsOf } from './aid-words.js';
import {
  AcceptAidDto,
  AidList,
  AidPage,
  AidQuery,
  AidStoryView,
  AidView,
  AskAidDto,
  OfferAidDto,
  ReturnAidDto,
} from './mutual-aid.dto.js';
import { MutualAid, type Said } from './mutual-aid.js';

const LIST: ListDefinition = {
  select: 'SELECT a.* FROM aid AS a',
  sorts: { changedAt: { sql: 'a.changed_at', type: 'timestamptz' }, neededBy: { sql: 'a.needed_by', type: 'date' } },
  defaultSort: '-changedAt',
  key: { sql: 'a.aid_id', type: 'uuid' },
};
const DONE = 200;

/** Mutual aid between regions: ask, offer, accept, return. It goes on while the province cannot be reached. */
@ServiceController('contingency', 'mutual-aid')
export class MutualAidController {
  constructor(
    private readonly aid: MutualAid,
    private readonly access: ContingencyAccess,
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly consequences: Consequences,
    private readonly clock: Clock,
  ) {}

  @Get()
  @Requires('contingency:read')
  @ApiOkResponse({ type: AidPage })
  async list(@Query() query: AidQuery, @CurrentPrincipal() principal: Principal): Promise<Page<AidView>> {
    this.access.assertReads(principal);
    const list = new ListQuery(LIST, query)
      .where('a.direction = ?', query.direction)
      .where('a.state = ?', query.state)
      .where('a.other_region = ?', query.otherRegion)
      .where('a.emergency_id = ?', query.emergencyId)
      .where('a.hazard_code = ?', query.hazardCode)
      .where(`(a.state IN ('ASKED', 'OFFERED', 'ACCEPTED')) = ?`, query.open && query.open === 'true');
    const page = await listPage<AidCase>(this.database, list);
    return { ...page, items: page.items.map(aidView) };
  }

  /** A case with its whole story: what was asked, promised, given, given back and is open; who said what when, by which event. */
  @Get(':aidId')
  @Requires('contingency:read')
  @ApiOkResponse({ type: AidStoryView })
  async get(
    @Param('aidId', ParseUUIDPipe) aidId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<AidStoryView> {
    this.access.assertReads(principal);
    const aid = await AID.get(this.database, aidId);
    const otherLeft = await hasLeft(this.database, aid.otherRegion);
    const people = this.access.readsAllPeople(principal);
    return aidStory(aid, await wordsOf(this.database, aidId), { region: this.config.region, otherLeft, people });
  }

  /** Asks one region or several; each gets a case of its own. */
  @Post()
  @Requires('contingency:activate')
  @ApiCreatedResponse({ type: AidList })
  ask(
    @Body() input: AskAidDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AidList>> {
    this.access.assertRegion(principal, 'contingency:activate');
    return this.idempotency.run(request, async (tx) => {
      const said = await this.aid.ask(tx, input, principal.subject);
      for (const each of said) await this.settle(tx, principal, 'ask-aid', each);
      return { items: said.map(({ aid }) => aidView(aid)) };
    });
  }

  /** What this region can give of what it was asked for. */
  @Post(':aidId/offer')
  @Requires('contingency:activate')
  @ApiOkResponse({ type: AidView })
  offer(
    @Param('aidId', ParseUUIDPipe) aidId: string,
    @Body() { lines, availableFrom, availableUntil, conditions }: OfferAidDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AidView>> {
    if (availableUntil < availableFrom)
      throw new AppError('contingency-ends-before-start', { status: 422, field: 'availableUntil' });
    const move = { kind: 'offer', lines, availableFrom, availableUntil, conditions: conditions ?? null } as const;
    return this.act(request, principal, 'offer-aid', (tx, by) => this.aid.move(tx, aidId, () => move, { by }));
  }

  /** Takes up an offer, whole or in part. */
  @Post(':aidId/accept')
  @Requires('contingency:activate')
  @ApiOkResponse({ type: AidView })
  accept(
    @Param('aidId', ParseUUIDPipe) aidId: string,
    @Body() { lines }: AcceptAidDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AidView>> {
    const move = { kind: 'accept', lines } as const;
    return this.act(request, principal, 'accept-aid', (tx, by) => this.aid.move(tx, aidId, () => move, { by }));
  }

  /** Ends the case before help goes out, by either side; after that only where the other region has left the federation. */
  @Post(':aidId/decline')
  @Requires('contingency:activate')
  @ApiOkResponse({ type: AidView })
  decline(
    @Param('aidId', ParseUUIDPipe) aidId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AidView>> {
    const move = { kind: 'decline', by: this.config.region, reason } as const;
    return this.act(request, principal, 'decline-aid', (tx, by) => this.aid.move(tx, aidId, () => move, { by }));
  }

  /** Sends back people, goods and facilities; several times if need be. */
  @Post(':aidId/return')
  @Requires('contingency:activate')
  @ApiOkResponse({ type: AidView })
  return(
    @Param('aidId', ParseUUIDPipe) aidId: string,
    @Body() { lines, returnedOn, final, condition }: ReturnAidDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AidView>> {
    if (returnedOn > this.clock.today())
      throw new AppError('contingency-date-ahead', { status: 422, field: 'returnedOn' });
    const extra = { returnedOn, condition: condition ?? null };
    const moveOf = ({ returns }: AidCase) => ({ kind: 'return', number: returns + 1, lines, final }) as const;
    return this.act(request, principal, 'return-aid', (tx, by) => this.aid.move(tx, aidId, moveOf, { by, ...extra }));
  }

  private act(
    request: IdempotentRequest,
    principal: Principal,
    action: string,
    work: (tx: Transaction, by: string) => Promise<Said>,
  ): Promise<OnceAnswer<AidView>> {
    this.access.assertRegion(principal, 'contingency:activate');
    return this.idempotency.run(
      request,
      async (tx) => {
        const said = await work(tx, principal.subject);
        await this.settle(tx, principal, action, said);
        return aidView(said.aid);
      },
      DONE,
    );
  }

  private settle(tx: Transaction, principal: Principal, action: string, { aid, events }: Said): Promise<void> {
    const object = { type: 'mutual-aid', id: aid.aidId };
    const after = { state: aid.state, otherRegion: aid.otherRegion };
    return this.consequences.settle(tx, { actor: principal.subject, action, object, after, events });
  }
}
