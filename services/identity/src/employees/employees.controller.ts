import {
  AppError,
  Audit,
  CurrentPrincipal,
  RegionConfig,
  Requires,
  Search,
  ServiceController,
  ServiceDatabase,
  Versioned,
  mayActOn,
  type Page,
  type Principal,
  ApiOkResponse,
  AnswersItems,
} from '@betang/platform';
import { Body, Get, Param, ParseUUIDPipe, Query } from '@nestjs/common';
import { visibleUnits } from '../organisation/unit-access.js';
import { findEmployee, listEmployees, searchEmployees, withMaskedNumbers } from './employee.queries.js';
import { loadPeriods } from './period-store.js';
import { EmployeePeriodView } from './employee-edit.dto.js';
import { EmployeeListItem, EmployeePage, EmployeeQuery, EmployeeSearchDto, EmployeeView } from './employee.dto.js';

/** The region's employees (pegawai), as far as the caller's units reach. */
@ServiceController('identity', 'employees')
export class EmployeesController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Requires('employees:read')
  @ApiOkResponse({ type: EmployeePage })
  async list(@Query() query: EmployeeQuery, @CurrentPrincipal() principal: Principal): Promise<Page<EmployeeListItem>> {
    const page = await listEmployees(
      this.database,
      query,
      visibleUnits(principal, 'employees:read', this.config.region),
    );
    await this.noteRead(principal, page.items, 'personnel-list');
    return page;
  }

  @Search('search')
  @Requires('employees:read')
  @AnswersItems(EmployeeListItem)
  async search(
    @Body() search: EmployeeSearchDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<{ items: EmployeeListItem[] }> {
    if (search.employeeNumber === undefined && search.name === undefined)
      throw new AppError('employee-search-empty', { status: 400 });
    const visible = visibleUnits(principal, 'employees:read', this.config.region);
    const items = await searchEmployees(this.database, search, visible);
    await this.noteRead(principal, items, 'personnel-search');
    return { items };
  }

  @Get(':employeeId/history')
  @Requires('employees:read')
  @AnswersItems(EmployeePeriodView)
  async history(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<{ items: EmployeePeriodView[] }> {
    const visible = visibleUnits(principal, 'employees:read', this.config.region);
    const found = await findEmployee(this.database, employeeId, visible);
    if (!found) throw new AppError('employee-not-found', { status: 404 });
    await this.noteRead(principal, [found.view], 'personnel-history');
    return { items: await loadPeriods(this.database, employeeId) };
  }

  /** Numbers in full are for those who keep the record, and for the person. */
  @Get(':employeeId')
  @Requires('employees:read')
  @ApiOkResponse({ type: EmployeeView })
  async get(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<Versioned<EmployeeView>> {
    const found = await findEmployee(
      this.database,
      employeeId,
      visibleUnits(principal, 'employees:read', this.config.region),
    );
    if (!found) throw new AppError('employee-not-found', { status: 404 });
    await this.audit.recordRead(this.database, {
      actor: principal.subject,
      subjects: [employeeId],
      purpose: 'personnel-record',
    });
    const place = { region: this.config.region, unitPath: found.unitPath };
    const whole = principal.employeeId === employeeId || mayActOn(principal, 'employees:write', place);
    return new Versioned(whole ? found.view : withMaskedNumbers(found.view), found.version);
  }

  private noteRead(
    principal: Principal,
    people: readonly { readonly employeeId: string }[],
    purpose: string,
  ): Promise<void> {
    const subjects = people.map(({ employeeId }) => employeeId);
    return this.audit.recordRead(this.database, { actor: principal.subject, subjects, purpose });
  }
}
