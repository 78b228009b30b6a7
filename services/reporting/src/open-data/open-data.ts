import { findRegion } from '@betang/contracts';
import { AppError, ServiceDatabase, findMessage, type Language } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ReportCatalogue } from '../reports/report-catalogue.js';
import { columnViews } from '../reports/report-views.js';
import { ReportingConfig } from '../reporting.config.js';
import type { DatasetView } from './open-data.dto.js';

/** Reports that may be published for everyone, and by what they are grouped: never below an agency, never about few people. */
export const OPEN_DATASETS: Readonly<Record<string, { readonly report: string; readonly groupBy: string }>> = {
  'fulfilment-by-region': { report: 'fulfilment', groupBy: 'region' },
  'fulfilment-by-status': { report: 'fulfilment', groupBy: 'status' },
  'participation-by-region': { report: 'participation', groupBy: 'region' },
  'programme-use': { report: 'programme-use', groupBy: 'programme' },
  'overlap-avoided': { report: 'overlap-avoided', groupBy: 'region' },
  'budget-share': { report: 'budget-share', groupBy: 'region' },
};

/** The years of which a report has anything: what a harvester may ask for. */
const YEARS: Readonly<Record<string, string>> = {
  fulfilment: 'SELECT year FROM stated_total UNION SELECT year FROM home_total',
  participation: 'SELECT year FROM stated_total UNION SELECT year FROM home_total',
  'programme-use': `SELECT year FROM statement WHERE kind = 'programme-use' UNION SELECT year FROM home_completion WHERE NOT revoked AND year IS NOT NULL`,
  'overlap-avoided': `SELECT year FROM statement WHERE kind = 'overlap'`,
  'budget-share': `SELECT year FROM statement WHERE kind = 'budget-share' UNION SELECT fiscal_year FROM budget`,
};

interface Published {
  readonly dataset: string;
  readonly publisher: string;
  readonly contact: string;
  readonly licence: string;
  readonly frequency: string;
  readonly changedAt: Date;
}

/** What the region publishes for everyone (Satu Data Indonesia, Perpres 39/2019): off until an officer says so, each data set for itself. */
@Injectable()
export class OpenData {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly catalogue: ReportCatalogue,
    private readonly config: ReportingConfig,
  ) {}

  /** Descriptions of what is published; empty by default. */
  async list(language: Language): Promise<DatasetView[]> {
    const rows = await this.database.query<Published>(
      `SELECT dataset, publisher, contact, licence, frequency, changed_at AS "changedAt" FROM open_dataset WHERE published ORDER BY dataset`,
    );
    const known = rows.filter(({ dataset }) => this.exists(dataset));
    return Promise.all(
      known.map(async (row) => this.describe(row, await this.yearsOf(OPEN_DATASETS[row.dataset]!.report), language)),
    );
  }

  /** Throws `open-dataset-unknown` (404) for one that is not published, whether there is such a report or not. */
  async get(dataset: string, language: Language): Promise<DatasetView> {
    const found = (await this.list(language)).find(({ id }) => id === dataset);
    if (found === undefined) throw new AppError('open-dataset-unknown', { status: 404 });
    return found;
  }

  exists(dataset: string): boolean {
    const known = Object.hasOwn(OPEN_DATASETS, dataset) ? OPEN_DATASETS[dataset] : undefined;
    return (
      known !== undefined &&
      this.catalogue.all().some(({ name, groupings }) => name === known.report && known.groupBy in groupings)
    );
  }

  private async yearsOf(report: string): Promise<number[]> {
    const rows = await this.database.query<{ year: number }>(`${YEARS[report] ?? ''} ORDER BY year`);
    return rows.map(({ year }) => year);
  }

  /** The metadata that the law asks for: what, who, when, how counted, which codes, under which terms. */
  private describe(
    { dataset, publisher, contact, licence, frequency, changedAt }: Published,
    years: readonly number[],
    language: Language,
  ): DatasetView {
    const { report, groupBy } = OPEN_DATASETS[dataset]!;
    const { region } = this.config;
    return {
      id: dataset,
      title: findMessage(language, `report.${report}`) ?? report,
      description: findMessage(language, `report-about.${report}`) ?? '',
      publisher,
      contact,
      licence,
      frequency,
      region,
      regionName: findRegion(region)?.name ?? region,
      publishedAt: changedAt,
      groupBy,
      years,
      fields: columnViews(this.catalogue.get(report), language),
      codeLists: ['https://www.kemendagri.go.id (kode wilayah Kemendagri)'],
      smallCells: this.config.smallCell,
      formats: ['json', 'csv'],
    };
  }
}
