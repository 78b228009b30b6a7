import { RegionCode, timeZoneOf } from '@betang/asn';
import {
  AppError,
  Audit,
  Clock,
  CurrentPrincipal,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  downloadOf,
  exportTable,
  preferredLanguage,
  renderPdf,
  type ExportFormat,
  type Language,
  type Principal,
  AnswersFile,
  EXPORT_FORMATS,
} from '@betang/platform';
import { findRegion } from '@betang/contracts';
import { Get, Headers, Param, ParseUUIDPipe, Query, type StreamableFile } from '@nestjs/common';
import { PlanYearPipe } from '../plan-year.pipe.js';
import { PeopleAccess, type KnownPerson } from '../people/people-access.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import {
  individualPlanDocument,
  individualPlanTable,
  nameOf,
  type IndividualPlanForFile,
} from './individual-plan-document.js';
import { IndividualPlanFileQuery } from './individual-plan.dto.js';
import { IndividualPlans } from './individual-plans.js';

const NAMES = `SELECT (SELECT name FROM unit WHERE unit_id = $1) AS "unitName", (SELECT name FROM unit WHERE unit_id = $2) AS "agencyName"`;
const DECIDER = `SELECT p.name, p.position_name AS "positionName" FROM individual_plan AS i JOIN person AS p ON p.employee_id = i.decided_employee_id
  WHERE i.individual_plan_id = $1`;

/** An individual plan (IDP) with its approval and realisation as PDF, .xlsx or .csv. */
@ServiceController('competency-mapping', 'individual-plans')
export class IndividualPlanFilesController {
  constructor(
    private readonly plans: IndividualPlans,
    private readonly access: PeopleAccess,
    private readonly contexts: MappingContexts,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  @Get('me/:year/file')
  @Requires('self:read')
  @AnswersFile(...EXPORT_FORMATS)
  async own(
    @Param('year', PlanYearPipe) year: number,
    @Query() { format }: IndividualPlanFileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    return this.file(await this.access.getOwn(principal), year, format, preferredLanguage(accepted));
  }

  @Get('people/:employeeId/:year/file')
  @Requires('plans:write')
  @AnswersFile(...EXPORT_FORMATS)
  async ofPerson(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Param('year', PlanYearPipe) year: number,
    @Query() { format }: IndividualPlanFileQuery,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const person = await this.access.getPerson(principal, 'plans:write', employeeId);
    const read = { actor: principal.subject, subjects: [employeeId], purpose: 'individual-plans' };
    await this.audit.recordRead(this.database, read);
    return this.file(person, year, format, preferredLanguage(accepted));
  }

  private async file(
    person: KnownPerson,
    year: number,
    format: ExportFormat,
    language: Language,
  ): Promise<StreamableFile> {
    const plan = await this.plans.find(this.database, person.employeeId, year);
    if (!plan) throw new AppError('individual-plan-not-found', { status: 404 });
    const [names] = await this.database.query<{ unitName: string | null; agencyName: string | null }>(NAMES, [
      person.unitId,
      person.agencyId,
    ]);
    const [decider = null] = await this.database.query<NonNullable<IndividualPlanForFile['decider']>>(DECIDER, [
      plan.individualPlanId,
    ]);
    const { competencies } = await this.contexts.load();
    const place = findRegion(this.config.region)?.name ?? this.config.region;
    const timeZone = timeZoneOf(RegionCode.parse(this.config.region));
    const shown = { plan, person: { ...person, ...names! }, decider, competencies, place };
    const file: IndividualPlanForFile = { ...shown, issuedAt: this.clock.now(), timeZone, language };
    if (format !== 'pdf') return exportTable(individualPlanTable(file), format);
    return downloadOf(await renderPdf(individualPlanDocument(file)), nameOf(plan), 'pdf');
  }
}
