import type { PeriodPart } from '@betang/contracts';
import { Injectable } from '@nestjs/common';
import { ReportCatalogue } from '../reports/report-catalogue.js';
import { outsider, type Figures } from '../reports/report.js';
import { Reports } from '../reports/reports.js';
import { ReportingConfig } from '../reporting.config.js';
import type { PeriodFigure } from './period.decision.js';
import { lastMonthOf } from './period-months.decision.js';

/** What a period's report is made of. Hours are submitted in hundredths of a JP. */
const PARTS: readonly { readonly report: string; readonly groupBy: string; readonly figures: readonly string[] }[] = [
  {
    report: 'fulfilment',
    groupBy: 'status',
    figures: ['people', 'fulfilled', 'halfway', 'started', 'none', 'counted'],
  },
  { report: 'fulfilment', groupBy: 'agency', figures: ['people', 'fulfilled'] },
  { report: 'participation', groupBy: 'region', figures: ['people', 'participants'] },
  { report: 'budget-share', groupBy: 'region', figures: ['counted', 'denominatorAmount', 'shortfall'] },
];
const MOST_FIGURES = 1_500;

/** The figures of the region's own report as anyone outside may see them: what is submitted leaves the region. */
@Injectable()
export class PeriodFigures {
  constructor(
    private readonly reports: Reports,
    private readonly catalogue: ReportCatalogue,
    private readonly config: ReportingConfig,
  ) {}

  /** Figures of a part of a year are those up to its end, as they are known now. */
  async now(
    { year, part }: { readonly year: number; readonly part: PeriodPart },
    agencyId?: string,
  ): Promise<{ readonly figures: PeriodFigure[]; readonly asOf: string | null }> {
    const known = new Set(this.catalogue.all().map(({ name }) => name));
    const last = lastMonthOf(part);
    const figures: PeriodFigure[] = [];
    let asOf: string | null = null;
    for (const { report, groupBy, figures: names } of PARTS) {
      if (!known.has(report) || (agencyId !== undefined && report === 'budget-share')) continue;
      const filter = {
        year,
        region: this.config.region,
        ...(agencyId === undefined ? {} : { agencyId }),
        ...(last < 12 ? { throughMonth: last } : {}),
      };
      const built = await this.reports.build(report, groupBy, filter, outsider('id'));
      if (report === 'fulfilment') asOf = built.asOf;
      for (const { key, figures: values } of built.rows)
        for (const figure of names) figures.push({ report, key, figure, value: valueOf(values, figure) });
    }
    return { figures: figures.slice(0, MOST_FIGURES), asOf };
  }
}

/** Hours of learning are shown in JP and submitted in hundredths; amounts are whole already. */
function valueOf(values: Figures, figure: string): number | null {
  const jp = values['countedJp'] ?? null;
  if (figure === 'counted' && 'countedJp' in values) return jp === null ? null : Math.round(jp * 100);
  return values[figure] ?? null;
}
