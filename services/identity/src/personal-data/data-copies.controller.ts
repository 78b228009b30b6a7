import {
  AppError,
  Audit,
  CurrentPrincipal,
  Files,
  Idempotency,
  OnceRequest,
  PageQuery,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  downloadOf,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiAcceptedResponse,
  ApiOkResponse,
  ApiOperation,
  AnswersFile,
} from '@betang/platform';
import { Get, Headers, HttpCode, Param, ParseUUIDPipe, Post, Query, type StreamableFile } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { todayIn } from '../organisation/effective-day.js';
import { findRuleOn } from '../retention/retention-rule-store.js';
import { goesOn, type RetentionRule } from '../retention/retention-rule.js';
import { DataCopies } from './data-copies.js';
import {
  beginCopy,
  failLost,
  findCopy,
  isCopyOf,
  listCopies,
  type DataCopyRow,
} from '../data-copies/data-copy-store.js';
import { DataCopyPage, DataCopyView, DataCopyIdView } from './personal-data.dto.js';

const ACCEPTED = 202;
/** A token is good for ten minutes: what has not ended by then never will. */
const LOST_AFTER_MINUTES = 15;

/** One file of all that the region's services keep of the caller (UU 27/2022 art. 7: access and copy). */
@ServiceController('identity', 'me/data-copies')
export class DataCopiesController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly files: Files,
    private readonly copies: DataCopies,
  ) {}

  @Post()
  @HttpCode(ACCEPTED)
  @Requires('self:write')
  @ApiOperation({ summary: 'Gathers a copy from all services; one that is under way is answered instead' })
  @ApiAcceptedResponse({ type: DataCopyIdView })
  async ask(
    @CurrentPrincipal() who: Principal,
    @OnceRequest() once: IdempotentRequest,
    @Headers('authorization') authorization: string,
  ): Promise<OnceAnswer<DataCopyIdView>> {
    if (who.kind !== 'person') throw new AppError('forbidden', { status: 403 });
    await failLost(this.database, LOST_AFTER_MINUTES);
    const made = uuidv7();
    const answer = await this.idempotency.run(
      once,
      async (tx) => {
        const copyId = await beginCopy(tx, {
          copyId: made,
          requestedBy: who.subject,
          employeeId: who.employeeId ?? null,
        });
        if (copyId === made)
          await this.audit.record(tx, {
            actor: who.subject,
            action: 'ask-for-data-copy',
            object: { type: 'data-copy', id: copyId },
          });
        else this.audit.nothingChanged(tx);
        return { copyId };
      },
      ACCEPTED,
    );
    if (answer.body.copyId === made) this.copies.begin(made, who, authorization);
    return answer;
  }

  @Get()
  @Requires('self:read')
  @ApiOkResponse({ type: DataCopyPage })
  async list(@Query() query: PageQuery, @CurrentPrincipal() who: Principal): Promise<Page<DataCopyView>> {
    await failLost(this.database, LOST_AFTER_MINUTES);
    const page = await listCopies(this.database, who.subject, query);
    const rule = await this.rule();
    return { ...page, items: page.items.map((row) => view(row, rule, this.config.region)) };
  }

  @Get(':copyId')
  @Requires('self:read')
  @ApiOkResponse({ type: DataCopyView })
  async get(@Param('copyId', ParseUUIDPipe) copyId: string, @CurrentPrincipal() who: Principal): Promise<DataCopyView> {
    await failLost(this.database, LOST_AFTER_MINUTES);
    return view(await this.getOwn(copyId, who), await this.rule(), this.config.region);
  }

  @Get(':copyId/content')
  @Requires('self:read')
  @AnswersFile('json')
  async content(
    @Param('copyId', ParseUUIDPipe) copyId: string,
    @CurrentPrincipal() who: Principal,
  ): Promise<StreamableFile> {
    const copy = await this.getOwn(copyId, who);
    const { expiresOn } = view(copy, await this.rule(), this.config.region);
    if (copy.sha256 === null)
      throw new AppError('data-copy-unfinished', { status: 409, params: { state: copy.state } });
    if (!(await isCopyOf(this.database, copyId, who.employeeId)))
      throw new AppError('data-copy-not-found', { status: 404 });
    if (expiresOn !== null && expiresOn <= todayIn(this.config.region))
      throw new AppError('data-copy-expired', { status: 410 });
    await this.database.unitOfWork.run((tx) =>
      this.audit.record(tx, {
        actor: who.subject,
        action: 'take-data-copy',
        object: { type: 'data-copy', id: copyId },
      }),
    );
    return downloadOf(await this.files.read(copy.sha256), 'salinan-data-pribadi', 'json');
  }

  private async getOwn(copyId: string, who: Principal): Promise<DataCopyRow> {
    const copy = await findCopy(this.database, copyId, who.subject);
    if (!copy) throw new AppError('data-copy-not-found', { status: 404 });
    return copy;
  }

  private rule(): Promise<RetentionRule | undefined> {
    return findRuleOn(this.database, 'DATA_COPY', todayIn(this.config.region));
  }
}

function view({ sha256: _, ...copy }: DataCopyRow, rule: RetentionRule | undefined, region: string): DataCopyView {
  const requestedOn = todayIn(region, copy.requestedAt);
  return { ...copy, parts: [...copy.parts], expiresOn: rule ? goesOn(rule, requestedOn) : null };
}
