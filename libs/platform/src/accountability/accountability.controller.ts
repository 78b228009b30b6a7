import { Get, Injectable, Query } from '@nestjs/common';
import type { Type } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '../openapi/declarations.js';

import { Audit } from '../audit/audit.js';
import type { AuditFilter } from '../audit/audit.js';
import { CurrentPrincipal, Requires } from '../auth/access.decorators.js';
import { assertMayActOn } from '../auth/principal.js';
import type { Principal } from '../auth/principal.js';
import { RegionConfig } from '../config/region-config.js';
import { ServiceDatabase } from '../database/service-database.js';
import { AppError } from '../errors/app-error.js';
import { decodeCursor, isOldestFirst, pageOf } from '../http/page.js';
import { ServiceController } from '../http/service-controller.decorator.js';
import type { ServiceName } from '../service-name.js';
import { AuditPage, AuditQuery, DataAccessPage, DataAccessQuery } from './accountability.dto.js';

const ENTRY_ID = /^\d{1,18}$/;

/** What a service answers about its trail; under whose prefix, each service's own class says. */
@Injectable()
class Accountability {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
  ) {}

  @Get('audit')
  @Requires('audit:read')
  @ApiOperation({ summary: 'The audit trail, newest first' })
  @ApiOkResponse({ type: AuditPage })
  async trail(@Query() query: AuditQuery, @CurrentPrincipal() who: Principal): Promise<AuditPage> {
    assertMayActOn(who, 'audit:read', { region: this.config.region });
    const { objectId, actor, action, limit } = query;
    const entries = await this.audit.entries(this.database, {
      ...(objectId === undefined ? {} : { objectId }),
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { action }),
      ...timesOf(query, 'recordedAt'),
      limit: limit + 1,
    });
    return pageOf(entries, limit, ({ id }) => [id]);
  }

  @Get('me/data-accesses')
  @Requires('self:read')
  @ApiOperation({ summary: 'Who read my data in this service, newest first' })
  @ApiOkResponse({ type: DataAccessPage })
  async accesses(@Query() query: DataAccessQuery, @CurrentPrincipal() who: Principal): Promise<DataAccessPage> {
    const times = timesOf(query, 'at');
    if (who.employeeId === undefined) return { items: [] };
    const entries = await this.audit.entries(this.database, {
      objectId: who.employeeId,
      action: 'read-personal-data',
      ...times,
      limit: query.limit + 1,
    });
    const { items, nextCursor } = pageOf(entries, query.limit, ({ id }) => [id]);
    return {
      items: items.map(({ recordedAt, actor, reason, requestId }) => ({
        at: recordedAt,
        reader: actor,
        purpose: reason ?? null,
        requestId: requestId ?? null,
      })),
      ...(nextCursor === undefined ? {} : { nextCursor }),
    };
  }
}

/** Who did what in a service, for auditors; and for each person who read their data there (UU 27/2022: information and access). */
export function accountabilityControllerOf(service: ServiceName): Type {
  @ServiceController(service)
  class AccountabilityController extends Accountability {}
  return AccountabilityController;
}

/** The part of the trail that is asked for, and in which order. */
function timesOf(query: DataAccessQuery, field: string): Pick<AuditFilter, 'from' | 'to' | 'before' | 'oldestFirst'> {
  const { from, to } = query;
  const asked = {
    oldestFirst: isOldestFirst(query, field),
    ...(from === undefined ? {} : { from: new Date(from) }),
    ...(to === undefined ? {} : { to: new Date(to) }),
  };
  const [before] = decodeCursor(query.cursor, 1) ?? [];
  if (before === undefined) return asked;
  if (typeof before !== 'string' || !ENTRY_ID.test(before))
    throw new AppError('cursor-invalid', { status: 400, field: 'cursor' });
  return { ...asked, before };
}
