import {
  AppError,
  CurrentPrincipal,
  Idempotency,
  IfMatch,
  OnceRequest,
  Requires,
  ServiceController,
  UnitOfWork,
  Versioned,
  assertVersion,
  type IdempotentRequest,
  type OnceAnswer,
  type Principal,
  type Transaction,
  ApiCreatedResponse,
  ApiOkResponse,
} from '@betang/platform';
import { Body, HttpCode, Param, ParseUUIDPipe, Patch, Post, Put } from '@nestjs/common';
import { effectiveDay } from '../organisation/effective-day.js';
import { EmployeeEdits, type EditAct } from './employee-edits.js';
import { findEmployee } from './employee.queries.js';
import { EmployeeView } from './employee.dto.js';
import {
  EditEmployeeDto,
  EndServiceDto,
  NewEmployeeDto,
  NewIdentifierDto,
  PastPeriodDto,
  SupervisorDto,
  EmployeeIdView,
} from './employee-edit.dto.js';
import { ReturnDto } from './return.dto.js';

/** What officers do to a single employee's record; whoever saw an older version of it is told so (ETag, If-Match). */
@ServiceController('identity', 'employees')
export class EmployeeEditsController {
  constructor(
    private readonly edits: EmployeeEdits,
    private readonly unitOfWork: UnitOfWork,
    private readonly idempotency: Idempotency,
  ) {}

  @Post()
  @Requires('employees:write')
  @ApiCreatedResponse({ type: EmployeeIdView })
  register(
    @Body() input: NewEmployeeDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmployeeIdView>> {
    const act = this.actOf(principal, 'register-employee', input.effectiveOn, input.reason);
    return this.idempotency.run(request, async (tx) => ({ employeeId: await this.edits.register(tx, input, act) }));
  }

  @Patch(':employeeId')
  @Requires('employees:write')
  @ApiOkResponse({ type: EmployeeView })
  edit(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Body() input: EditEmployeeDto,
    @IfMatch() ifMatch: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<EmployeeView>> {
    const act = this.actOf(principal, 'edit-employee', input.effectiveOn, input.reason);
    return this.versioned(employeeId, ifMatch, principal, (tx) => this.edits.edit(tx, employeeId, input, act));
  }

  @Put(':employeeId/supervisor')
  @Requires('employees:write')
  @ApiOkResponse({ type: EmployeeView })
  supervise(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Body() input: SupervisorDto,
    @IfMatch() ifMatch: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<EmployeeView>> {
    const act = this.actOf(principal, 'set-supervisor');
    return this.versioned(employeeId, ifMatch, principal, (tx) =>
      this.edits.supervise(tx, employeeId, input.employeeId, act),
    );
  }

  /** A POST, for the number stands in the body; naming the version is not needed, the number itself is what changes. */
  @Post(':employeeId/identifiers')
  @HttpCode(200)
  @Requires('employees:write')
  @ApiOkResponse({ type: EmployeeIdView, description: 'The number is on record' })
  addNumber(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Body() input: NewIdentifierDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmployeeIdView>> {
    const act = this.actOf(principal, 'add-employee-number');
    return this.once(request, employeeId, (tx) => this.edits.addNumber(tx, employeeId, input, act));
  }

  /** Fills the past in, from decrees of before; what holds now is changed by an edit. */
  @Post(':employeeId/history')
  @HttpCode(200)
  @Requires('employees:write')
  @ApiOkResponse({ type: EmployeeIdView, description: 'The stretch is on record' })
  addPast(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Body() input: PastPeriodDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmployeeIdView>> {
    const act = this.actOf(principal, 'add-employee-history');
    return this.once(request, employeeId, (tx) =>
      this.edits.addPast(tx, employeeId, { ...input, detail: input.detail ?? null }, act),
    );
  }

  @Post(':employeeId/leave')
  @HttpCode(200)
  @Requires('employees:write')
  @ApiOkResponse({ type: EmployeeIdView, description: 'The employee has left' })
  leave(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Body() input: EndServiceDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmployeeIdView>> {
    const act = this.actOf(principal, 'end-service', input.leftOn);
    return this.once(request, employeeId, (tx) => this.edits.leave(tx, employeeId, act.on, input.reason, act));
  }

  @Post(':employeeId/return')
  @HttpCode(200)
  @Requires('employees:write')
  @ApiOkResponse({ type: EmployeeIdView, description: 'The employee is back' })
  takeBack(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Body() input: ReturnDto,
    @CurrentPrincipal() principal: Principal,
    @OnceRequest() request: IdempotentRequest,
  ): Promise<OnceAnswer<EmployeeIdView>> {
    const act = this.actOf(principal, 'take-back-employee', input.effectiveOn);
    return this.once(request, employeeId, (tx) => this.edits.takeBack(tx, employeeId, input.unitId, act));
  }

  private once(
    request: IdempotentRequest,
    employeeId: string,
    work: (tx: Transaction) => Promise<void>,
  ): Promise<OnceAnswer<EmployeeIdView>> {
    return this.idempotency.run(
      request,
      async (tx) => {
        await work(tx);
        return { employeeId };
      },
      200,
    );
  }

  private versioned(
    employeeId: string,
    ifMatch: string,
    principal: Principal,
    work: (tx: Transaction) => Promise<void>,
  ): Promise<Versioned<EmployeeView>> {
    return this.unitOfWork.run(async (tx) => {
      const { version } = await this.edits.lock(tx, employeeId, principal);
      assertVersion(ifMatch, version);
      await work(tx);
      const found = await findEmployee(tx, employeeId, null);
      if (!found) throw new AppError('employee-not-found', { status: 404 });
      return new Versioned(found.view, found.version);
    });
  }

  private actOf(principal: Principal, action: string, on?: string, reason?: string): EditAct {
    return { principal, action, on: effectiveDay(on, this.edits.today()), ...(reason === undefined ? {} : { reason }) };
  }
}
