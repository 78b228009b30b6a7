import {
  AppError,
  Audit,
  CurrentPrincipal,
  Public,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  exportTable,
  findMessage,
  preferredLanguage,
  type Principal,
  ApiOkResponse,
  ApiOperation,
  AnswersFile,
  ApiExtraModels,
  getSchemaPath,
} from '@betang/platform';
import { findRegion } from '@betang/contracts';
import { Body, Get, Headers, HttpCode, Param, Put, Query, StreamableFile } from '@nestjs/common';
import { reportTable, reportView } from '../reports/report-views.js';
import { outsider } from '../figures/report.js';
import { Reports } from '../reports/reports.js';
import { ReportingConfig } from '../reporting.config.js';
import { dcatCatalogue } from './dcat-catalogue.js';
import { CatalogueQuery, DatasetContent, DatasetList, DatasetQuery, PublicationInput } from './open-data.dto.js';
import { OPEN_DATASETS, OpenData } from './open-data.js';

/** Open data for everyone, with metadata; empty until an officer publishes a data set. Small cells are hidden from all. */
@ServiceController('reporting', 'open-data')
export class OpenDataController {
  constructor(
    private readonly openData: OpenData,
    private readonly reports: Reports,
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly config: ReportingConfig,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'What is published, with its metadata' })
  @ApiExtraModels(DatasetList)
  @ApiOkResponse({
    content: {
      'application/json': { schema: { $ref: getSchemaPath(DatasetList) } },
      'application/ld+json': { schema: { type: 'object', additionalProperties: true, description: 'DCAT' } },
    },
  })
  async list(
    @Query() { format }: CatalogueQuery,
    @Headers('accept-language') accepted?: string,
  ): Promise<DatasetList | StreamableFile> {
    const language = preferredLanguage(accepted);
    const items = await this.openData.list(language);
    if (format === 'json') return { items };
    const { region } = this.config;
    const title =
      findMessage(language, 'open-data-catalogue', { region: findRegion(region)?.name ?? region }) ?? region;
    const catalogue = Buffer.from(JSON.stringify(dcatCatalogue(items, title)));
    return new StreamableFile(catalogue, { type: 'application/ld+json', length: catalogue.length });
  }

  @Get(':dataset')
  @Public()
  @ApiOkResponse({ type: DatasetContent })
  async show(
    @Param('dataset') dataset: string,
    @Query() { year }: DatasetQuery,
    @Headers('accept-language') accepted?: string,
  ): Promise<DatasetContent> {
    const language = preferredLanguage(accepted);
    const metadata = await this.openData.get(dataset, language);
    return { metadata, data: reportView(await this.build(dataset, year, language), language) };
  }

  @Get(':dataset/csv')
  @Public()
  @AnswersFile('csv')
  async csv(
    @Param('dataset') dataset: string,
    @Query() { year }: DatasetQuery,
    @Headers('accept-language') accepted?: string,
  ): Promise<StreamableFile> {
    const language = preferredLanguage(accepted);
    await this.openData.get(dataset, language);
    return exportTable(reportTable(await this.build(dataset, year, language), this.config.region, language), 'csv');
  }

  @Put(':dataset/publication')
  @HttpCode(204)
  @Requires('reports:settings')
  @ApiOperation({ summary: 'Publishes a data set, or ends its publication' })
  async publish(
    @Param('dataset') dataset: string,
    @Body() input: PublicationInput,
    @CurrentPrincipal() who: Principal,
  ): Promise<void> {
    assertMayActOn(who, 'reports:settings', { region: this.config.region });
    if (!this.openData.exists(dataset)) throw new AppError('open-dataset-unknown', { status: 404 });
    const { published, publisher, contact, licence, frequency } = input;
    await this.database.unitOfWork.run(async (tx) => {
      await tx.execute(
        `INSERT INTO open_dataset (dataset, published, publisher, contact, licence, frequency, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (dataset) DO UPDATE SET published = EXCLUDED.published, publisher = EXCLUDED.publisher, contact = EXCLUDED.contact,
           licence = EXCLUDED.licence, frequency = EXCLUDED.frequency, changed_by = EXCLUDED.changed_by, changed_at = now()`,
        [dataset, published, publisher, contact, licence, frequency, who.subject],
      );
      const action = published ? 'publish-open-data' : 'end-open-data';
      await this.audit.record(tx, {
        actor: who.subject,
        action,
        object: { type: 'open-dataset', id: dataset },
        after: { ...input },
      });
    });
  }

  private build(dataset: string, year: number, language: 'id' | 'en') {
    const { report, groupBy } = OPEN_DATASETS[dataset]!;
    return this.reports.build(report, groupBy, { year }, outsider(language));
  }
}
