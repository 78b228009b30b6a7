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
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiOkResponse,
  ApiOperation,
  ApiCreatedResponse,
} from '@betang/platform';
import { Body, Get, Post, Query } from '@nestjs/common';
import { todayIn } from '../organisation/effective-day.js';
import { OwnRetentionList } from '../retention/retention.dto.js';
import { loadRetentionRules } from '../retention/retention-rule-store.js';
import { ownRules } from '../retention/retention-views.js';
import { askForCorrection, listRequests } from './correction-requests.js';
import { findReaders } from './data-readers.js';
import { OwnData } from './own-data.js';
import {
  CorrectionRequestDto,
  CorrectionRequestPage,
  CorrectionRequestQuery,
  DataCopy,
  DataReaderNames,
  DataReaderQuery,
  type CorrectionRequestView,
  CorrectionRequestedView,
} from './personal-data.dto.js';

/** What a person may ask about their own data (UU 27/2022: access, copy, correction). Who read it, each service tells by itself. */
@ServiceController('identity', 'me')
export class PersonalDataController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly own: OwnData,
    private readonly config: RegionConfig,
  ) {}

  @Get('data-copy')
  @Requires('self:read')
  @ApiOperation({ summary: 'A copy of all that identity keeps of me' })
  @ApiOkResponse({ type: DataCopy })
  copy(@CurrentPrincipal() who: Principal): Promise<DataCopy> {
    return this.own.of(who);
  }

  @Get('data-readers')
  @Requires('self:read')
  @ApiOperation({ summary: 'Who they are that read my data, in this service or another' })
  @ApiOkResponse({ type: DataReaderNames })
  async readers(@Query() { readers }: DataReaderQuery): Promise<DataReaderNames> {
    return { readers: await findReaders(this.database, readers.split(',')) };
  }

  @Get('retention')
  @Requires('self:read')
  @ApiOperation({ summary: 'How long identity keeps what concerns me, and by which rule' })
  @ApiOkResponse({ type: OwnRetentionList })
  async retention(@CurrentPrincipal() who: Principal): Promise<OwnRetentionList> {
    const own = who.employeeId;
    const [row] = own
      ? await this.database.query<{ leftOn: string | null }>(
          'SELECT left_on::text AS "leftOn" FROM employee WHERE employee_id = $1',
          [own],
        )
      : [];
    return {
      items: ownRules(await loadRetentionRules(this.database), row?.leftOn ?? null, todayIn(this.config.region)),
    };
  }

  @Get('correction-requests')
  @Requires('self:read')
  @ApiOperation({ summary: 'What I asked to have put right, and what became of it' })
  @ApiOkResponse({ type: CorrectionRequestPage })
  requests(
    @Query() query: CorrectionRequestQuery,
    @CurrentPrincipal() who: Principal,
  ): Promise<Page<CorrectionRequestView>> {
    return listRequests(this.database, who.employeeId, query);
  }

  @Post('correction-requests')
  @Requires('self:write')
  @ApiOperation({ summary: 'Asks the personnel office to put my record right' })
  @ApiCreatedResponse({ type: CorrectionRequestedView })
  ask(
    @Body() request: CorrectionRequestDto,
    @CurrentPrincipal() who: Principal,
    @OnceRequest() once: IdempotentRequest,
  ): Promise<OnceAnswer<CorrectionRequestedView>> {
    const own = who.employeeId;
    if (own === undefined) throw new AppError('own-record-missing', { status: 409 });
    return this.idempotency.run(once, async (tx) => {
      const correctionId = await askForCorrection(tx, own, request);
      await this.audit.record(tx, {
        actor: who.subject,
        action: 'ask-for-correction',
        object: { type: 'correction', id: correctionId },
      });
      return { correctionId };
    });
  }
}
