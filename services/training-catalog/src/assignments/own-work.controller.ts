import {
  CurrentPrincipal,
  Files,
  Idempotency,
  OnceRequest,
  Requires,
  ServiceController,
  ServiceDatabase,
  TakesFile,
  withFileDigest,
  sentFileName,
  type IdempotentRequest,
  type OnceAnswer,
  type Page,
  type Principal,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiProperty,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Post, Query, UploadedFile } from '@nestjs/common';
import type { UploadedMultipartFile } from '@nestjs/platform-fastify/multipart';
import { ReasonDto } from '../enrolments/enrolment.dto.js';
import { getOwnEmployee } from '../employees/own-employee.js';
import { OwnSubmissionQuery, SubmitWorkDto } from './assignment.dto.js';
import { AppealView, OwnSubmissionPage, type OwnSubmissionView } from './assignment-view.dto.js';
import { Submissions, WORK_TYPES } from './submissions.js';

const MAX_BYTES = 20 * 1024 * 1024;

class SubmittedView {
  @ApiProperty({ format: 'uuid' }) readonly submissionId: string;
}

/** A participant's own work: handing in, marks, appeals. */
@ServiceController('training-catalog', 'me')
export class OwnWorkController {
  constructor(
    private readonly submissions: Submissions,
    private readonly files: Files,
    private readonly database: ServiceDatabase,
    private readonly idempotency: Idempotency,
  ) {}

  @Get('sessions/:sessionId/submissions')
  @Requires('self:read')
  @ApiOkResponse({ type: OwnSubmissionPage })
  list(
    @Param('sessionId', ParseUUIDPipe) sessionId: string,
    @Query() query: OwnSubmissionQuery,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Page<OwnSubmissionView>> {
    return this.submissions.own(this.database, getOwnEmployee(principal), sessionId, query);
  }

  /** Text as JSON or, with a file, as a form. Handing in again replaces what was handed in, until a marker begins. */
  @Post('assignments/:assignmentId/submissions')
  @Requires('self:write')
  @TakesFile(SubmitWorkDto, { orJson: true })
  @ApiCreatedResponse({ type: SubmittedView })
  async submit(
    @Param('assignmentId', ParseUUIDPipe) assignmentId: string,
    @UploadedFile() file: UploadedMultipartFile | undefined,
    @Body() { text }: SubmitWorkDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<SubmittedView>> {
    const employeeId = getOwnEmployee(principal);
    const stored = file?.buffer
      ? await this.files.put(file.buffer, { maxBytes: MAX_BYTES, types: WORK_TYPES })
      : undefined;
    const work = {
      text: text ?? null,
      file: stored && file ? { ...stored, name: sentFileName(file.originalname, 'tugas') } : null,
    };
    const once = stored ? withFileDigest(request, Buffer.from(stored.sha256, 'hex')) : request;
    return this.idempotency.run(once, async (tx) => ({
      submissionId: await this.submissions.submit(tx, assignmentId, employeeId, work, principal.subject),
    }));
  }

  @Post('submissions/:submissionId/appeal')
  @Requires('self:write')
  @ApiCreatedResponse({ type: AppealView })
  appeal(
    @Param('submissionId', ParseUUIDPipe) submissionId: string,
    @Body() { reason }: ReasonDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<AppealView>> {
    const employeeId = getOwnEmployee(principal);
    return this.idempotency.run(request, (tx) =>
      this.submissions.appeal(tx, submissionId, employeeId, reason, principal.subject),
    );
  }
}
