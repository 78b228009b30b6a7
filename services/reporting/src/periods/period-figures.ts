import type { PeriodPart } from '@betang/contracts';
import { Injectable } from '@nestjs/common';
import { ReportCatalogue } from '../reports/report-catalogue.js';
import { outsider, type Figures } from '../figures/report.js';
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
/** Totals of the region that are stated for a year as it stands: in reports up to its end alone. Scores are submitted in hundredths. */
const OF_A_YEAR: readonly {
  readonly report: string;
  readonly figures: readonly string[];
  readonly scores?: readonly string[];
}[] = [
  {
    report: 'evaluation',
    figures: [
      'participants',
      'passed',
      'reaction',
      'reviewed',
      'applied',
      'results',
      'resultsReached',
      'withoutEvidence',
    ],
    scores: ['reaction'],
  },
  { report: 'overlap-avoided', figures: ['joined', 'wentOn', 'costSpared', 'costDoubled'] },
];
const MOST_FIGURES = 1_500;

/** Figures that reports of before did not have: that they came is no correction of those. */
export function cameLater({ report, figure }: PeriodFigure): boolean {
  return OF_A_YEAR.some((one) => one.report === report) || (report === 'fulfilment' && figure === 'counted');
}

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
    if (agencyId === undefined && last === 12) figures.push(...(await this.ofYear(year, this.config.region)));
    return { figures: figures.slice(0, MOST_FIGURES), asOf };
  }

  /** What a region's trainings came to in a year, as anyone outside may see it. Null in all figures: nothing was stated. */
  async ofYear(year: number, region: string): Promise<PeriodFigure[]> {
    const found: PeriodFigure[] = [];
    for (const { report, figures, scores = [] } of OF_A_YEAR) {
      const { total } = await this.reports.build(report, 'region', { year, region }, outsider('id'));
      for (const figure of figures) {
        const value = total?.figures[figure] ?? null;
        found.push({
          report,
          key: region,
          figure,
          value: value !== null && scores.includes(figure) ? Math.round(value * 100) : value,
        });
      }
    }
    return found;
  }
}

/** Hours of learning are shown in JP and submitted in hundredths; amounts are whole already. */
function valueOf(values: Figures, figure: string): number | null {
  const jp = values['countedJp'] ?? null;
  if (figure === 'counted' && 'countedJp' in values) return jp === null ? null : Math.round(jp * 100);
  return values[figure] ?? null;
}
