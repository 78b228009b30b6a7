import { RegionCode } from '@betang/asn';
import { AppError, ServiceDatabase } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { DutiesQueries } from '../duties/duties.queries.js';
import { budgetShare } from '../budgets/budget-share.report.js';
import { Budgets } from '../budgets/budgets.js';
import { ownBudget } from '../budgets/own-budget.report.js';
import { completeness } from '../figures/completeness.report.js';
import { competencyGaps, plans, talent } from '../figures/competency.report.js';
import { contingencyPlans, drills, readiness } from '../figures/contingency.report.js';
import { evaluation } from '../figures/evaluation.report.js';
import { homeProgrammeUse } from '../figures/home-programme-use.report.js';
import { learningReports } from '../figures/learning.report.js';
import { needsAndSupply } from '../figures/needs-supply.report.js';
import { overlapAvoided } from '../figures/overlap.report.js';
import { programmeUse } from '../figures/programme-use.report.js';
import { statedReport, type StatedReport } from '../figures/stated-report.js';
import { FulfilmentQueries } from '../fulfilment/fulfilment.queries.js';
import { ReportingConfig } from '../reporting.config.js';
import { StatementsQueries } from '../statements/statements.queries.js';
import type { ReportDefinition } from '../figures/report.js';

/** The reports of this region: a province adds up what regions state, any other region has the same of its own figures. */
@Injectable()
export class ReportCatalogue {
  private readonly reports: ReadonlyMap<string, ReportDefinition>;

  constructor(
    statements: StatementsQueries,
    fulfilment: FulfilmentQueries,
    database: ServiceDatabase,
    budgets: Budgets,
    config: ReportingConfig,
    duties: DutiesQueries,
    clock: Clock,
  ) {
    const { region } = config;
    const isProvince = RegionCode.parse(region).level === 'province';
    const stated = <D>(report: StatedReport<D>) =>
      statedReport(statements, report, clock, isProvince ? undefined : region);
    const own = isProvince
      ? [stated(programmeUse), stated(budgetShare)]
      : [homeProgrammeUse(database, region), ownBudget(database, budgets, region)];
    const others = [
      stated(overlapAvoided),
      stated(evaluation),
      stated(completeness),
      stated(competencyGaps),
      needsAndSupply(statements, isProvince ? undefined : region),
      stated(plans),
      stated(talent),
      stated(readiness),
      stated(contingencyPlans),
      stated(drills),
    ];
    const learning = learningReports(fulfilment, database, duties, { region, isProvince });
    this.reports = new Map([...learning, ...own, ...others].map((report) => [report.name, report]));
  }

  all(): readonly ReportDefinition[] {
    return [...this.reports.values()];
  }

  /** Throws `report-unknown` (404). */
  get(name: string): ReportDefinition {
    const report = this.reports.get(name);
    if (report === undefined) throw new AppError('report-unknown', { status: 404 });
    return report;
  }
}
