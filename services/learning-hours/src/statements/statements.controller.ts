import {
  Audit,
  CurrentPrincipal,
  Requires,
  ServiceController,
  ServiceDatabase,
  downloadOf,
  preferredLanguage,
  type Principal,
  ApiOkResponse,
  YearPipe,
  AnswersFile,
} from '@betang/platform';
import { Get, Headers, Param, ParseUUIDPipe, type StreamableFile } from '@nestjs/common';
import { PeopleAccess, ownEmployee } from '../people/people-access.js';
import { Forecasts } from './forecasts.js';
import { ForecastView } from './statement.dto.js';
import { YearDocuments } from './year-documents.js';

/** The statement of a year as a file, and what is still missing in it. */
@ServiceController('learning-hours')
export class StatementsController {
  constructor(
    private readonly documents: YearDocuments,
    private readonly forecasts: Forecasts,
    private readonly access: PeopleAccess,
    private readonly audit: Audit,
    private readonly database: ServiceDatabase,
  ) {}

  @Get('me/years/:year/statement.pdf')
  @Requires('self:read')
  @AnswersFile('pdf')
  ownPdf(
    @Param('year', YearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<StreamableFile> {
    return this.pdf(ownEmployee(principal), year, language);
  }

  @Get('me/years/:year/statement.xlsx')
  @Requires('self:read')
  @AnswersFile('xlsx')
  ownXlsx(
    @Param('year', YearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<StreamableFile> {
    return this.xlsx(ownEmployee(principal), year, language);
  }

  @Get('me/years/:year/forecast')
  @Requires('self:read')
  @ApiOkResponse({ type: ForecastView })
  ownForecast(
    @Param('year', YearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<ForecastView> {
    return this.forecasts.get(ownEmployee(principal), year, preferredLanguage(language));
  }

  @Get('people/:employeeId/years/:year/statement.pdf')
  @Requires('hours:read')
  @AnswersFile('pdf')
  async personPdf(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Param('year', YearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<StreamableFile> {
    await this.allow(principal, employeeId);
    return this.pdf(employeeId, year, language);
  }

  @Get('people/:employeeId/years/:year/statement.xlsx')
  @Requires('hours:read')
  @AnswersFile('xlsx')
  async personXlsx(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Param('year', YearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<StreamableFile> {
    await this.allow(principal, employeeId);
    return this.xlsx(employeeId, year, language);
  }

  @Get('people/:employeeId/years/:year/forecast')
  @Requires('hours:read')
  @ApiOkResponse({ type: ForecastView })
  async personForecast(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @Param('year', YearPipe) year: number,
    @CurrentPrincipal() principal: Principal,
    @Headers('accept-language') language?: string,
  ): Promise<ForecastView> {
    await this.allow(principal, employeeId);
    return this.forecasts.get(employeeId, year, preferredLanguage(language));
  }

  private async pdf(employeeId: string, year: number, language?: string): Promise<StreamableFile> {
    return downloadOf(await this.documents.pdf(employeeId, year, preferredLanguage(language)), `jp-${year}`, 'pdf');
  }

  private async xlsx(employeeId: string, year: number, language?: string): Promise<StreamableFile> {
    return downloadOf(await this.documents.xlsx(employeeId, year, preferredLanguage(language)), `jp-${year}`, 'xlsx');
  }

  private async allow(principal: Principal, employeeId: string): Promise<void> {
    await this.access.assertVisible(principal, employeeId);
    const read = { actor: principal.subject, subjects: [employeeId], purpose: 'learning-hours-duty' };
    await this.audit.recordRead(this.database, read);
  }
}
