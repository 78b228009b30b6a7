import { findMessage, type CellValue, type Language, type SheetColumn, type TableExport } from '@betang/platform';
import { RegionCode, employmentStatusNames, formatInstant, isEmploymentStatus, timeZoneOf } from '@betang/asn';
import { findRegion } from '@betang/contracts';
import type { FigureColumnView, ReportEntry, ReportRowView, ReportView } from './report.dto.js';
import type { ReportDefinition } from '../figures/report.js';
import type { ReportRow } from './assemble-rows.decision.js';
import type { BuiltReport } from './reports.js';

const text = (language: Language, code: string, params?: Readonly<Record<string, string | number>>): string =>
  findMessage(language, code, params) ?? code;

export function columnViews({ columns }: ReportDefinition, language: Language): FigureColumnView[] {
  return columns
    .filter(({ hidden }) => hidden !== true)
    .map(({ name, kind }) => {
      const heading = text(language, `figure.${name}`);
      return { name, kind, heading: kind === 'rupiah' ? `${heading} (Rp)` : heading };
    });
}

export function entryView(definition: ReportDefinition, language: Language): ReportEntry {
  const { name, groupings, filters, ofToday = false } = definition;
  return {
    report: name,
    title: text(language, `report.${name}`),
    groupings: Object.keys(groupings),
    filters,
    ofToday,
    columns: columnViews(definition, language),
  };
}

export function reportView(report: BuiltReport, language: Language): ReportView {
  const { definition, filter, groupBy, rows, total, notCounted, asOf, lagSeconds, missing, removed } = report;
  return {
    ...entryView(definition, language),
    year: filter.year,
    groupBy,
    rows: rows.map((row) => rowView(row, row.title)),
    ...(total === undefined ? {} : { total: rowView(total, text(language, 'report-total')) }),
    notCounted: notCounted ?? null,
    asOf,
    lagSeconds,
    missing,
    removed,
  };
}

function rowView(
  { key, region, figures, suppressed, partial, asOf, lagSeconds }: ReportRow,
  title: string,
): ReportRowView {
  return { key, title, region, figures, suppressed, partial, asOf, lagSeconds };
}

/** The report as a table for any file format: the same figures, their age and what is missing, said below. */
export function reportTable(report: BuiltReport, own: string, language: Language): TableExport {
  const { definition, filter, groupBy, builtAt } = report;
  const shown = columnViews(definition, language);
  const rows = report.rows.map((row) => cellsOf(row, row.title, shown, language, own));
  if (report.total !== undefined)
    rows.push(cellsOf(report.total, text(language, 'report-total'), shown, language, own));
  return {
    name: `${definition.name}-${filter.year}-${groupBy}`,
    language,
    issuedAt: builtAt,
    title: [
      text(language, `report.${definition.name}`),
      `${findRegion(own)?.name ?? own}, ${filter.year}`,
      ...narrowings(report, language),
    ],
    columns: [
      { heading: text(language, `grouping.${groupBy}`), width: 34 },
      ...shown.map(({ heading, kind }): SheetColumn => ({ heading, kind: kind as NonNullable<SheetColumn['kind']> })),
      { heading: text(language, 'report-as-of'), width: 22 },
    ],
    rows,
    notes: notesOf(report, own, language),
  };
}

/** What a file is about must stand on it: a part is no whole. */
function narrowings({ filter, agencyName }: BuiltReport, language: Language): string[] {
  const { region, agencyId, status, dataset } = filter;
  const line = (grouping: string, value: string | undefined): string[] =>
    value === undefined ? [] : [`${text(language, `grouping.${grouping}`)}: ${value}`];
  return [
    ...line('region', region && (findRegion(region)?.name ?? region)),
    ...line('agency', agencyId && (agencyName ?? agencyId)),
    ...line('status', status && (isEmploymentStatus(status) ? employmentStatusNames[status] : status)),
    ...line('dataset', dataset && (findMessage(language, `report-code.${dataset}`) ?? dataset)),
  ];
}

function cellsOf(
  row: ReportRow,
  title: string,
  columns: readonly FigureColumnView[],
  language: Language,
  own: string,
): CellValue[] {
  const hidden = row.suppressed ? text(language, 'report-hidden') : null;
  return [title, ...columns.map(({ name }) => hidden ?? row.figures[name] ?? null), timeText(row.asOf, own, language)];
}

function notesOf(report: BuiltReport, own: string, language: Language): string[] {
  const at = (instant: string | null): string => timeText(instant, own, language);
  const named = (regions: readonly string[]): string =>
    regions.map((region) => findRegion(region)?.name ?? region).join(', ');
  const { missing, removed, rows, notCounted } = report;
  return [
    text(language, 'note.as-of', { time: at(report.asOf) }),
    ...(report.definition.ofToday === true ? [text(language, 'note.of-today')] : []),
    ...(missing.length === 0 ? [] : [text(language, 'note.missing', { regions: named(missing) })]),
    ...(removed.length === 0 ? [] : [text(language, 'note.removed', { regions: named(removed) })]),
    ...(notCounted === undefined || notCounted.people === 0
      ? []
      : [text(language, 'note.not-counted', { ...notCounted })]),
    ...(rows.some(({ suppressed }) => suppressed) ? [text(language, 'note.hidden')] : []),
    ...(rows.some(({ partial }) => partial) ? [text(language, 'note.partial')] : []),
    text(language, 'note.made', { time: at(report.builtAt.toISOString()) }),
  ];
}

/** An instant on the clocks of the region. */
function timeText(instant: string | null, own: string, language: Language): string {
  return instant === null ? '-' : formatInstant(new Date(instant), timeZoneOf(RegionCode.parse(own)), language);
}
