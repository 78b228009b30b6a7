import { Body, Delete, Get, Headers, HttpCode, Injectable, Post, Put, Query } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '../openapi/declarations.js';

import { Audit } from '../audit/audit.js';
import { Unaudited } from '../audit/command-declarations.js';
import { CurrentPrincipal, Requires } from '../auth/access.decorators.js';
import type { Principal } from '../auth/principal.js';
import { ServiceDatabase } from '../database/service-database.js';
import { AppError } from '../errors/app-error.js';
import { preferredLanguage } from '../errors/message-catalogue.js';
import { decodeCursor, isOldestFirst, pageOf } from '../http/page.js';
import { ServiceController } from '../http/service-controller.decorator.js';
import { Idempotency } from '../idempotency/idempotency.js';
import type { IdempotentRequest } from '../idempotency/idempotent-request.js';
import { OnceRequest } from '../idempotency/idempotent.decorator.js';
import type { ServiceName } from '../service-name.js';
import { noticeView } from './notice-texts.js';
import {
  NoticeAddressInput,
  NoticeAddressView,
  NoticePage,
  NoticesMarked,
  NoticesQuery,
  ReadNoticesInput,
} from './notices.dto.js';
import { Notices } from './notices.js';

const UUID = /^[0-9a-f-]{36}$/;

/** What a service answers people about their own notices; under whose prefix, each service's own class says. */
@Injectable()
class OwnNotices {
  constructor(
    private readonly notices: Notices,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Requires('self:read')
  @ApiOperation({ summary: 'Own notices, newest first' })
  @ApiOkResponse({ type: NoticePage })
  async list(
    @Query() query: NoticesQuery,
    @CurrentPrincipal() who: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<NoticePage> {
    const own = who.employeeId;
    const oldestFirst = isOldestFirst(query, 'createdAt');
    const [before] = decodeCursor(query.cursor, 1) ?? [];
    if (own === undefined) return { items: [], unread: 0 };
    const rows = await this.notices.list(this.database, own, {
      unreadOnly: query.unread,
      oldestFirst,
      before: typeof before === 'string' && UUID.test(before) ? before : undefined,
      limit: query.limit + 1,
    });
    const { items, nextCursor } = pageOf(rows, query.limit, ({ noticeId }) => [noticeId]);
    const language = preferredLanguage(accepted);
    return {
      items: items.map((notice) => noticeView(notice, language)),
      ...(nextCursor === undefined ? {} : { nextCursor }),
      unread: await this.notices.countUnread(this.database, own),
    };
  }

  @Post('read')
  @HttpCode(200)
  @Requires('self:write')
  @Unaudited('what one has read is one’s own affair')
  @ApiOperation({ summary: 'Marks own notices as read' })
  @ApiOkResponse({ type: NoticesMarked })
  markRead(
    @Body() input: ReadNoticesInput,
    @OnceRequest() request: IdempotentRequest,
    @CurrentPrincipal() who: Principal,
  ): Promise<unknown> {
    const own = who.employeeId;
    const mark = async (tx: Parameters<Notices['markRead']>[0]): Promise<NoticesMarked> => ({
      marked: own === undefined ? 0 : await this.notices.markRead(tx, own, input.ids),
    });
    return this.idempotency.run(request, mark, 200);
  }

  @Get('address')
  @Requires('self:read')
  @ApiOperation({ summary: 'Where own notices are mailed to' })
  @ApiOkResponse({ type: NoticeAddressView })
  async address(@CurrentPrincipal() who: Principal): Promise<NoticeAddressView> {
    const own = who.employeeId;
    const found = own === undefined ? undefined : await this.notices.findAddress(this.database, own);
    return {
      address: found?.address ?? null,
      language: found?.language ?? 'id',
      mailIsSent: this.notices.byMail,
    };
  }

  @Put('address')
  @HttpCode(204)
  @Requires('self:write')
  @ApiOperation({ summary: 'Sets where own notices are mailed to' })
  setAddress(@Body() input: NoticeAddressInput, @CurrentPrincipal() who: Principal): Promise<void> {
    return this.change(who, input);
  }

  @Delete('address')
  @HttpCode(204)
  @Requires('self:write')
  @ApiOperation({ summary: 'Ends mail of own notices' })
  endAddress(@CurrentPrincipal() who: Principal): Promise<void> {
    return this.change(who, undefined);
  }

  private async change(who: Principal, input: NoticeAddressInput | undefined): Promise<void> {
    const own = who.employeeId;
    if (own === undefined) throw new AppError('not-an-employee', { status: 403 });
    await this.database.unitOfWork.run(async (tx) => {
      await this.notices.setAddress(tx, own, input);
      const object = { type: 'employee', id: own };
      await this.audit.record(tx, { actor: who.subject, action: 'set-notice-address', object });
    });
  }
}

/** The notices of a service to the signed-in person, under the service's own prefix. */
export function noticesControllerOf(service: ServiceName): Type {
  @ServiceController(service, 'notices')
  class NoticesController extends OwnNotices {}
  return NoticesController;
}
