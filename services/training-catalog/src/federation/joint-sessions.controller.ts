import {
  IfGiven,
  IsDay,
  CurrentPrincipal,
  Idempotency,
  ListQuery,
  OnceRequest,
  PageQuery,
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
  ApiProperty,
  ApiPropertyOptional,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  IsUUID,
  Max,
  MaxLength,
  Min,
  MinLength,
  IsDate,
} from 'class-validator';
import { keepProgramme } from '../programmes/programme-keepers.js';
import { JointSessions } from './joint-sessions.js';

export class OpenJointSessionDto {
  @ApiPropertyOptional({
    description: 'The programme to hold; default: the one that the proposal names, else one made of it',
  })
  @IsOptional()
  @IsUUID()
  readonly programmeId?: string;

  @IsDay()
  readonly startsOn: string;

  @IsDay()
  readonly endsOn: string;

  @IsString()
  @MinLength(1)
  @MaxLength(300)
  readonly place: string;

  @ApiPropertyOptional({ description: 'Address of the virtual meeting: participants see it, nobody else' })
  @IsOptional()
  @IsUrl({ protocols: ['https'], require_protocol: true })
  @MaxLength(500)
  readonly link?: string;

  @IsDay()
  readonly requestUntil: string;

  @ApiPropertyOptional({
    format: 'date-time',
    description: "Until then each region's seats are held for it; default: the end of the last day for requests",
  })
  @IfGiven()
  @Type(() => Date)
  @IsDate()
  readonly reservedUntil?: Date;

  @IfGiven()
  @IsInt()
  @Min(0)
  @Max(1_000_000_000)
  readonly contribution?: number;
}

export class JointSessionQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['OPEN', 'ANSWERED', 'WITHDRAWN'] })
  @IsOptional()
  @IsIn(['OPEN', 'ANSWERED', 'WITHDRAWN'])
  readonly state?: 'OPEN' | 'ANSWERED' | 'WITHDRAWN';

  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(2000)
  @Max(2200)
  readonly year?: number;

  @ApiPropertyOptional({ description: 'Part of the title' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  readonly search?: string;
}

export class JointSessionView {
  @ApiProperty({ format: 'uuid' }) readonly proposalId: string;
  @ApiProperty() readonly title: string;
  @ApiProperty() readonly year: number;
  @ApiProperty() readonly quarter: number;
  @ApiProperty({ enum: ['OPEN', 'ANSWERED', 'WITHDRAWN'] }) readonly state: string;
  @ApiProperty({ type: String, nullable: true }) readonly sessionId: string | null;
  @ApiProperty({ type: Object, description: 'The proposal as competency-mapping made it' })
  readonly proposed: Readonly<Record<string, unknown>>;
}

export class JointSessionPage {
  @ApiProperty({ type: [JointSessionView] }) readonly items: readonly JointSessionView[];
  @ApiPropertyOptional() readonly nextCursor?: string;
}

export class JointSessionOpenedView {
  @ApiProperty({ format: 'uuid' }) readonly sessionId: string;
  @ApiProperty({ description: 'Regions that have seats kept for them' }) readonly regions: number;
}

const STATE = `CASE WHEN j.session_id IS NOT NULL THEN 'ANSWERED' WHEN p.withdrawn THEN 'WITHDRAWN' ELSE 'OPEN' END`;
const LIST: ListDefinition = {
  select: `SELECT p.proposal_id AS "proposalId", p.title, p.year, p.quarter, ${STATE} AS state, j.session_id AS "sessionId", p.proposed
    FROM joint_session_proposal AS p LEFT JOIN joint_session AS j USING (proposal_id)`,
  sorts: { quarter: { sql: '(p.year * 10 + p.quarter)', type: 'integer' }, title: { sql: 'p.title', type: 'text' } },
  defaultSort: '-quarter',
  key: { sql: 'p.proposal_id', type: 'uuid' },
};

/** Joint sessions (angkatan bersama) that the synchronisation of the province's plans proposes. */
@ServiceController('training-catalog', 'joint-sessions')
export class JointSessionsController {
  constructor(
    private readonly joint: JointSessions,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
  ) {}

  @Get()
  @Requires('training:write')
  @ApiOkResponse({ type: JointSessionPage })
  async list(@Query() query: JointSessionQuery): Promise<Page<JointSessionView>> {
    const list = new ListQuery(LIST, query)
      .where(`${STATE} = ?`, query.state)
      .where('p.year = ?', query.year)
      .search(['p.title'], query.search)
      .build();
    return list.page(await this.database.query<JointSessionView & ListRow>(list.text, list.values));
  }

  /** Programme where there is none yet, session, quotas and offer of seats in one step. */
  @Post(':proposalId/open')
  @Requires('training:write')
  @ApiCreatedResponse({ type: JointSessionOpenedView })
  async open(
    @Param('proposalId', ParseUUIDPipe) proposalId: string,
    @Body() input: OpenJointSessionDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<JointSessionOpenedView>> {
    assertMayActOn(principal, 'training:write', { region: this.config.region });
    const { programmeId: named, link, contribution, reservedUntil, ...rest } = input;
    const held = reservedUntil === undefined ? {} : { reservedUntil: reservedUntil.toISOString() };
    const dates = { ...rest, ...held, link: link ?? null, contribution: contribution ?? 0 };
    return this.idempotency.once(request, async () => {
      const programmeId = await this.joint.programmeFor(proposalId, named, principal.subject);
      return this.idempotency.run(request, async (tx) => {
        const opened = await this.joint.open(tx, proposalId, programmeId, dates, principal.subject);
        await keepProgramme(tx, programmeId, principal, { onlyIfNobody: true });
        return { sessionId: opened.sessionId, regions: opened.offer?.quotas.length ?? 0 };
      });
    });
  }
}
