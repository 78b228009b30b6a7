import { LearningHours, RegionCode, calendarDateAt, timeZoneOf, type IndonesianTimeZone } from '@betang/asn';
import { findRegion } from '@betang/contracts';
import {
  Clock,
  RegionConfig,
  ServiceDatabase,
  exportContent,
  renderPdf,
  type CellValue,
  type DocumentBlock,
  type Language,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { ConversionRules } from '../conversion/conversion-rules.js';
import type { YearStatementView } from '../duty/year-statement.dto.js';
import { YearStatements } from '../duty/year-statements.js';
import { loadBackground } from '../ledger/entry-background.js';
import { explainEntry } from '../ledger/explain-entry.js';
import type { LedgerEntry } from '../ledger/ledger-entry.js';
import { SHOWN_COLUMNS } from '../ledger/ledger-rows.js';
import { statementTexts } from './statement.texts.js';

const ENTRIES = `SELECT ${SHOWN_COLUMNS}, recorded_at AS "recordedAt" FROM ledger_entry AS entry
 WHERE employee_id = $1 AND year = $2 AND reverses_entry_id IS NULL
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS later WHERE later.reverses_entry_id = entry.entry_id)
 ORDER BY completed_on, seq`;

type Row = LedgerEntry & { readonly recordedAt: Date };

interface YearParts {
  readonly statement: YearStatementView;
  readonly employeeNumber: string | null;
  readonly entries: readonly (Row & { readonly explanation: string })[];
}

/** The statement of a person's year as a document to file (PDF) or to work with (.xlsx): what counts, and every entry in force with its reason. */
@Injectable()
export class YearDocuments {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly statements: YearStatements,
    private readonly rules: ConversionRules,
    private readonly clock: Clock,
    private readonly config: RegionConfig,
  ) {}

  /** Throws `person-not-found` (404). */
  async pdf(employeeId: string, year: number, language: Language): Promise<Buffer> {
    const parts = await this.load(employeeId, year, language);
    const texts = statementTexts[language];
    const { statement, entries } = parts;
    const rows = entries.map((entry, index) => [
      String(index + 1),
      entry.completedOn,
      entry.title,
      entry.pathCode,
      jp(entry.earned, language),
      jp(entry.counted, language),
      entry.explanation,
    ]);
    const { columns } = texts;
    const blocks: DocumentBlock[] = [
      { kind: 'title', text: texts.title, subtitle: String(year) },
      { kind: 'key-values', entries: headOf(parts, language) },
      {
        kind: 'table',
        columns: [
          { heading: columns.no, weight: 0.6 },
          { heading: columns.date, weight: 1.4 },
          { heading: columns.title, weight: 3 },
          { heading: columns.path, weight: 0.9 },
          { heading: columns.earned, weight: 1.1, align: 'right' },
          { heading: columns.counted, weight: 1.1, align: 'right' },
          { heading: columns.why, weight: 4 },
        ],
        rows,
        totals: ['', '', texts.total, '', jp(statement.earned, language), jp(statement.countedInLedger, language), ''],
      },
      ...notesOf(statement, language).map((text): DocumentBlock => ({ kind: 'paragraph', text, align: 'left' })),
    ];
    const region = findRegion(this.config.region);
    return renderPdf({
      title: `${texts.title} ${year}`,
      language,
      issuedAt: this.clock.now(),
      orientation: 'landscape',
      letterhead: region ? [region.name] : [],
      blocks,
    });
  }

  /** Throws `person-not-found` (404). */
  async xlsx(employeeId: string, year: number, language: Language): Promise<Buffer | Readable> {
    const parts = await this.load(employeeId, year, language);
    const texts = statementTexts[language];
    const { columns } = texts;
    const rows = parts.entries.map((entry, index): CellValue[] => [
      index + 1,
      entry.completedOn,
      entry.title,
      entry.organiser,
      entry.pathCode,
      entry.earned / 100,
      entry.counted / 100,
      texts.sources[entry.source] ?? entry.source,
      entry.explanation,
      dayCell(entry.recordedAt, this.timeZone),
    ]);
    const table = {
      name: texts.sheet,
      language,
      issuedAt: this.clock.now(),
      title: [`${texts.title} ${year}`, ...headOf(parts, language).map(([key, value]) => `${key}: ${value}`)],
      columns: [
        { heading: columns.no, kind: 'integer' as const },
        { heading: columns.date },
        { heading: columns.title, width: 40 },
        { heading: columns.organiser, width: 30 },
        { heading: columns.path },
        { heading: columns.earned, kind: 'decimal' as const },
        { heading: columns.counted, kind: 'decimal' as const },
        { heading: columns.source },
        { heading: columns.why, width: 80 },
        { heading: columns.recorded, kind: 'date' as const },
      ],
      rows,
      notes: notesOf(parts.statement, language),
    };
    return exportContent(table, 'xlsx');
  }

  private get timeZone(): IndonesianTimeZone {
    return timeZoneOf(RegionCode.parse(this.config.region));
  }

  private async load(employeeId: string, year: number, language: Language): Promise<YearParts> {
    const statement = await this.statements.get(employeeId, year);
    const rows = await this.database.query<Row>(ENTRIES, [employeeId, year]);
    const [person] = await this.database.query<{ number: string | null }>(
      'SELECT employee_number AS number FROM person WHERE employee_id = $1',
      [employeeId],
    );
    const book = await this.rules.book();
    const background = await loadBackground(this.database, rows);
    const terms = { language, timeZone: this.timeZone };
    const entries = rows.map((row) => ({
      ...row,
      explanation: explainEntry(row, book.findVersion(row.ruleVersion), terms, background(row)),
    }));
    return { statement, employeeNumber: person?.number ?? null, entries };
  }
}

/** A cell of the kind `date` shows the day of its instant in UTC. */
function dayCell(instant: Date, zone: IndonesianTimeZone): Date {
  return new Date(`${calendarDateAt(instant, zone).iso}T00:00:00Z`);
}

function headOf({ statement, employeeNumber }: YearParts, language: Language): (readonly [string, string])[] {
  const { fields, none, pace } = statementTexts[language];
  const { duty } = statement;
  const hoursOr = (hundredths: number | null): string => (hundredths === null ? none : jp(hundredths, language));
  return [
    [fields.name, statement.name ?? '-'],
    [fields.number, employeeNumber ?? '-'],
    [fields.agency, statement.agencyName ?? '-'],
    [fields.status, statement.employmentStatus ?? '-'],
    [fields.year, String(statement.year)],
    [fields.duty, hoursOr(duty.minimumHundredths)],
    [fields.most, hoursOr(duty.maximumCountedHundredths)],
    [fields.earned, jp(statement.earned, language)],
    [fields.counted, jp(statement.counted, language)],
    [fields.result, pace[statement.pace] ?? statement.pace],
    [fields.basis, duty.basis ?? '-'],
  ];
}

function notesOf(statement: YearStatementView, language: Language): string[] {
  const texts = statementTexts[language];
  const months = statement.byMonth.map((hundredths) => jp(hundredths, language)).join('; ');
  const { aboveCaps, aboveMaximum, duty } = statement;
  const most = jp(duty.maximumCountedHundredths ?? 0, language);
  return [
    ...(aboveCaps > 0 ? [texts.aboveCaps.replace('{hours}', jp(aboveCaps, language))] : []),
    ...(aboveMaximum > 0
      ? [texts.aboveMaximum.replace('{hours}', jp(aboveMaximum, language)).replace('{most}', most)]
      : []),
    texts.months.replace('{months}', months),
    texts.asOf.replace('{asOf}', statement.asOf),
  ];
}

function jp(hundredths: number, language: Language): string {
  return LearningHours.fromHundredths(hundredths).format(language);
}
