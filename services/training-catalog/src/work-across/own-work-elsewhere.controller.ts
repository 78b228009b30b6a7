import {
  CurrentPrincipal,
  Files,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  preferredLanguage,
  sentFileName,
  withFileDigest,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, Get, Headers, Param, ParseUUIDPipe, Post, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { ReasonDto } from '../enrolments/enrolment.dto.js';
import { SubmitWorkDto } from '../assignments/assignment.dto.js';
import { getOwnEmployee } from '../employees/own-employee.js';
import { getOwnSeat } from './learner-elsewhere.js';
import { AppealSentView, TasksElsewhereView, WorkElsewherePage, WorkSentView } from './work-elsewhere.dto.js';
import { tasksElsewhere, workElsewhere } from './work-elsewhere.queries.js';
import { WORK_FILE } from './work-file.decision.js';
import { WorksElsewhere } from './works-elsewhere.js';

/** A learner's work for a session of another region, through the learner's own region. */
@ServiceController('training-catalog', 'me/enrolments-elsewhere/:enrolmentId')
export class OwnWorkElsewhereController {
  constructor(
    private readonly works: WorksElsewhere,
    private readonly files: Files,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
  ) {}

  @Get('tasks')
  @Requires('self:read')
  @ApiOkResponse({ type: TasksElsewhereView })
  async tasks(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<TasksElsewhereView> {
    return tasksElsewhere(this.database, await getOwnSeat(this.database, enrolmentId, getOwnEmployee(principal)));
  }

  @Get('submissions')
  @Requires('self:read')
  @ApiOkResponse({ type: WorkElsewherePage })
  async list(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<WorkElsewherePage> {
    await getOwnSeat(this.database, enrolmentId, getOwnEmployee(principal));
    return { items: await workElsewhere(this.database, enrolmentId, preferredLanguage(language)) };
  }

  /** Text as JSON or, with a file of 5 MiB at most, as a form. It is in time if it is handed in here in time. */
  @Post('assignments/:assignmentId/submissions')
  @Requires('self:write')
  @TakesFile(SubmitWorkDto, { orJson: true })
  @ApiCreatedResponse({ type: WorkSentView })
  async handIn(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Param('assignmentId', ParseUUIDPipe) assignmentId: string,
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() { text }: SubmitWorkDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<WorkSentView>> {
    const employeeId = getOwnEmployee(principal);
    const content = file?.buffer;
    const stored = content ? await this.files.put(content, WORK_FILE) : undefined;
    const name = sentFileName(file?.originalname ?? '', 'tugas');
    const work = { text: text ?? null, file: stored && content ? { ...stored, name, content } : null };
    const once = stored ? withFileDigest(request, Buffer.from(stored.sha256, 'hex')) : request;
    const learner = { enrolmentId, assignmentId, employeeId };
    return this.idempotency.run(once, async (tx) => ({
      submissionId: await this.works.handIn(tx, learner, work, principal.subject),
    }));
  }

  /** Somebody at the host who has not marked the work decides. */
  @Post('submissions/:submissionId/appeal')
  @Requires('self:write')
  @ApiCreatedResponse({ type: AppealSentView })
  appeal(
    @Param('enrolmentId', ParseUUIDPipe) enrolmentId: string,
    @Param('submissionId', ParseUUIDPipe) submissionId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AppealSentView>> {
    const work = { enrolmentId, submissionId, employeeId: getOwnEmployee(principal) };
    return this.idempotency.run(request, async (tx) => ({
      submissionId,
      appealId: await this.works.appeal(tx, work, reason, principal.subject),
    }));
  }
}
