import {
  AppError,
  Audit,
  CurrentPrincipal,
  PageQuery,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertOnlyOrder,
  decodeCursor,
  pageOf,
  type Page,
  type Principal,
  ApiProperty,
  AnswersPage,
} from '@betang/platform';
import { Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { endSession, listSessions } from './session-store.js';

export class SessionQuery extends PageQuery {}

/** Where the caller is signed in. */
export class SessionView {
  @ApiProperty() readonly sessionId: string;
  @ApiProperty({ format: 'date-time' }) readonly signedInAt: Date;
  @ApiProperty({ format: 'date-time' }) readonly expiresAt: Date;
  @ApiProperty({ type: [String], description: 'Names of the programs' }) readonly applications: readonly string[];
  @ApiProperty({ description: 'The one that this request came from' }) readonly current: boolean;
}

/** The caller's own sessions. */
@ServiceController('identity', 'me/sessions')
export class SessionsController {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Requires('sign-in:own')
  @AnswersPage(SessionView)
  async list(@Query() query: SessionQuery, @CurrentPrincipal() principal: Principal): Promise<Page<SessionView>> {
    assertOnlyOrder(query, 'sessionId');
    const [after] = decodeCursor(query.cursor, 1) ?? [null];
    const rows = await listSessions(
      this.database,
      principal.subject,
      after === null ? null : String(after),
      query.limit + 1,
    );
    const views = rows.map((row) => ({ ...row, current: row.sessionId === principal.session }));
    return pageOf(views, query.limit, (row) => [row.sessionId]);
  }

  /** Its tokens cannot be renewed from now on; the ones out are refused within a minute. */
  @Delete(':sessionId')
  @HttpCode(204)
  @Requires('sign-in:own')
  async end(@Param('sessionId') sessionId: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    await this.database.unitOfWork.run(async (tx) => {
      if (!(await endSession(tx, principal.subject, sessionId)))
        throw new AppError('sign-in-session-not-found', { status: 404 });
      await this.audit.record(tx, {
        actor: principal.subject,
        action: 'end-session',
        object: { type: 'account', id: principal.subject },
      });
    });
  }
}
