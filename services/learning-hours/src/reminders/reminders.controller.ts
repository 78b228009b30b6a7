import {
  Clock,
  CurrentPrincipal,
  Idempotency,
  OnceRequest,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  UnitOfWork,
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
import { Body, Get, Post, Put, Query } from '@nestjs/common';
import {
  ReminderCalendarDto,
  ReminderCalendarView,
  ReminderRunPage,
  ReminderRunStartedView,
  ReminderRunsQuery,
  RunRemindersDto,
  type ReminderRunView,
} from './reminder.dto.js';
import { ReminderQueue } from './reminder-queue.js';
import { Reminders } from './reminders.js';

const ACCEPTED = 202;

/** When people who are behind are reminded: the region's calendar, and runs by hand. */
@ServiceController('learning-hours', 'reminders')
export class RemindersController {
  constructor(
    private readonly reminders: Reminders,
    private readonly queue: ReminderQueue,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
    private readonly config: RegionConfig,
    private readonly clock: Clock,
  ) {}

  @Get('calendar')
  @Requires('hours:write')
  @ApiOkResponse({ type: ReminderCalendarView })
  async calendar(@CurrentPrincipal() principal: Principal): Promise<ReminderCalendarView> {
    this.assertOfficer(principal);
    return { dates: await this.reminders.list(this.database) };
  }

  @Put('calendar')
  @Requires('hours:write')
  @ApiOkResponse({ type: ReminderCalendarView })
  async setCalendar(
    @Body() { dates }: ReminderCalendarDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<ReminderCalendarView> {
    this.assertOfficer(principal);
    await this.unitOfWork.run((tx) => this.reminders.set(tx, dates, principal));
    return { dates: await this.reminders.list(this.database) };
  }

  /** Reminds now, beside the calendar. */
  @Post('runs')
  @Requires('hours:write')
  @ApiAcceptedResponse({ type: ReminderRunStartedView })
  async run(
    @Body() { below }: RunRemindersDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<ReminderRunStartedView>> {
    this.assertOfficer(principal);
    const dueOn = this.clock.today();
    const run = { reminderId: null, year: Number(dueOn.slice(0, 4)), dueOn, below, by: principal.subject };
    const answer = await this.idempotency.run(
      request,
      async (tx) => ({ runId: await this.reminders.begin(tx, run) }),
      ACCEPTED,
    );
    await this.queue.wake(answer.body.runId);
    return answer;
  }

  @Get('runs')
  @Requires('hours:write')
  @ApiOkResponse({ type: ReminderRunPage })
  async runs(
    @Query() query: ReminderRunsQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<ReminderRunView>> {
    this.assertOfficer(principal);
    const [before] = decodeCursor(query.cursor, 1) ?? [null];
    const rows = await this.reminders.listRuns(this.database, before, query.limit + 1);
    return pageOf(rows, query.limit, ({ runId }) => [runId]);
  }

  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'hours:write', { region: this.config.region });
  }
}
