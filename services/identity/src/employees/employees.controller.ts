import {
  AppError,
  Audit,
  CurrentPrincipal,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  Versioned,
  type Page,
  type Principal,
} from '@betang/platform';
import { Body, Get, HttpCode, Param, ParseUUIDPipe, Post, Query } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { visibleUnits } from '../organisation/unit-access.js';
import { findEmployee, listEmployees, searchEmployees } from './employee.queries.js';
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
  list(@Query() query: EmployeeQuery, @CurrentPrincipal() principal: Principal): Promise<Page<EmployeeListItem>> {
    return listEmployees(this.database, query, visibleUnits(principal, 'employees:read', this.config.region));
  }

  /** A search is a POST because numbers and names have no place in addresses. It changes nothing. */
  @Post('search')
  @HttpCode(200)
  @Requires('employees:read')
  @ApiOkResponse({ type: [EmployeeListItem] })
  async search(
    @Body() search: EmployeeSearchDto,
    @CurrentPrincipal() principal: Principal,
  ): Promise<{ items: EmployeeListItem[] }> {
    if (search.employeeNumber === undefined && search.name === undefined)
      throw new AppError('employee-search-empty', { status: 400 });
    return {
      items: await searchEmployees(
        this.database,
        search,
        visibleUnits(principal, 'employees:read', this.config.region),
      ),
    };
  }

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
    return new Versioned(found.view, found.version);
  }
}
