import { findLearningPath } from '@betang/contracts';
import {
  AppError,
  Audit,
  Clock,
  CurrentPrincipal,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  assertMayActOn,
  exportTable,
  type CellValue,
  type Principal,
  ApiOkResponse,
  ApiPropertyOptional,
  AnswersFile,
  ApiOperation,
} from '@betang/platform';
import { Get, Param, ParseUUIDPipe, Query, type StreamableFile } from '@nestjs/common';
import { IsIn, IsOptional } from 'class-validator';
import { certificateNumberOf } from '../ledger/certificate-corrections.js';
import { PeopleAccess } from '../people/people-access.js';
import { Siasn, type OwnCourse } from '../siasn/siasn-course.js';
import { indonesian, isStructural, wholeHours } from '../siasn/siasn-fields.decision.js';
import { structuralTrainingOf } from '../siasn/structural-training.js';
import { YearQuery } from '../year-query.js';
import { MainDataView } from './reconciliation.dto.js';

const PAGE = 1_000;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** SIASN's names of the columns, as it gives them out; a file of ours can be read in again, here or there. */
const COURSE_COLUMNS = [
  'id',
  'nipBaru',
  'jenisDiklatId',
  'namaKursus',
  'institusiPenyelenggara',
  'jumlahJam',
  'noSertipikat',
  'tahunKursus',
  'tanggalKursus',
  'tanggalSelesaiKursus',
  'lingkup',
];

/** The same for structural trainings (riwayat diklat). */
const STRUCTURAL_COLUMNS = [
  'id',
  'nipBaru',
  'latihanStrukturalId',
  'latihanStrukturalNama',
  'institusiPenyelenggara',
  'jumlahJam',
  'nomor',
  'tahun',
  'tanggal',
  'tanggalSelesai',
];

const ROWS = `SELECT p.employee_number AS "employeeNumber", s.siasn_id AS "siasnId", e.completion_id AS "completionId", e.title, e.organiser,
    e.path_code AS "pathCode", e.scope, e.unit, e.quantity_hundredths AS "quantityHundredths", e.earned, ${certificateNumberOf('e')} AS "certificateNumber",
    e.started_on AS "startedOn", e.completed_on AS "completedOn", e.source, e.employee_id AS "employeeId"
  FROM ledger_entry AS e JOIN person AS p USING (employee_id) LEFT JOIN siasn_link AS s ON s.completion_id = e.completion_id
 WHERE e.year = $1 AND e.reverses_entry_id IS NULL AND p.employee_number IS NOT NULL AND e.completion_id > $2
   AND NOT EXISTS (SELECT 1 FROM ledger_entry AS r WHERE r.reverses_entry_id = e.entry_id)
 ORDER BY e.completion_id LIMIT ${PAGE}`;

type Row = OwnCourse & {
  readonly employeeNumber: string;
  readonly siasnId: string | null;
  readonly employeeId: string;
};

class SiasnExportQuery extends YearQuery {
  @ApiPropertyOptional({ enum: ['csv', 'xlsx'], default: 'csv' })
  @IsOptional()
  @IsIn(['csv', 'xlsx'])
  readonly format: 'csv' | 'xlsx' = 'csv';

  @ApiPropertyOptional({
    enum: ['kursus', 'diklat'],
    default: 'kursus',
    description: 'Courses, or the structural trainings that SIASN keeps apart',
  })
  @IsOptional()
  @IsIn(['kursus', 'diklat'])
  readonly record: 'kursus' | 'diklat' = 'kursus';
}

/** What goes out to SIASN by file, and a look at a person's main data at BKN. */
@ServiceController('learning-hours', 'siasn')
export class SiasnExportController {
  constructor(
    private readonly siasn: Siasn,
    private readonly access: PeopleAccess,
    private readonly database: ServiceDatabase,
    private readonly audit: Audit,
    private readonly config: RegionConfig,
    private readonly clock: Clock,
  ) {}

  @Get('export')
  @Requires('hours:write')
  @ApiOperation({ summary: 'Entries in force of a year in the shape of SIASN course records' })
  @AnswersFile('csv', 'xlsx')
  export(@Query() query: SiasnExportQuery, @CurrentPrincipal() principal: Principal): Promise<StreamableFile> {
    assertMayActOn(principal, 'hours:write', { region: this.config.region });
    const year = query.year ?? Number(this.clock.today().slice(0, 4));
    return exportTable(
      {
        name: `siasn-${query.record}-${year}`,
        language: 'id',
        issuedAt: this.clock.now(),
        columns: (query.record === 'kursus' ? COURSE_COLUMNS : STRUCTURAL_COLUMNS).map((heading) => ({
          heading,
          kind: heading === 'jumlahJam' ? ('integer' as const) : ('text' as const),
        })),
        rows: this.rows(year, query.record, principal),
      },
      query.format,
    );
  }

  @Get('people/:employeeId/main-data')
  @Requires('hours:write')
  @ApiOkResponse({ type: MainDataView })
  async mainData(
    @Param('employeeId', ParseUUIDPipe) employeeId: string,
    @CurrentPrincipal() principal: Principal,
  ): Promise<MainDataView> {
    await this.access.assertVisible(principal, employeeId, 'hours:write');
    const [person] = await this.database.query<{ number: string | null; name: string | null; status: string | null }>(
      'SELECT employee_number AS number, name, employment_status AS status FROM person WHERE employee_id = $1',
      [employeeId],
    );
    const main = person?.number ? await this.siasn.mainDataOf(person.number) : undefined;
    if (!person || !main) throw new AppError('siasn-person-unknown', { status: 404 });
    const read = { actor: principal.subject, subjects: [employeeId], purpose: 'siasn-reconciliation' };
    await this.audit.recordRead(this.database, read);
    const { name, status, unit, position, grade } = main;
    const differences = [
      ...(plainName(name) === plainName(person.name ?? '') ? [] : ['name']),
      ...(status === null || plainName(status) === plainName(person.status ?? '') ? [] : ['status']),
    ];
    return { name, status, unit, position, grade, differences };
  }

  private async *rows(
    year: number,
    record: 'kursus' | 'diklat',
    principal: Principal,
  ): AsyncGenerator<readonly CellValue[]> {
    let after = FIRST;
    for (;;) {
      const rows = await this.database.query<Row>(ROWS, [year, after]);
      const given = rows.filter((row) => isStructural(row) === (record === 'diklat'));
      const subjects = [...new Set(given.map(({ employeeId }) => employeeId))];
      await this.audit.recordRead(this.database, {
        actor: principal.subject,
        subjects,
        purpose: 'siasn-reconciliation',
      });
      for (const row of given) yield record === 'kursus' ? rowOf(row) : structuralRowOf(row);
      if (rows.length < PAGE) return;
      after = rows.at(-1)!.completionId;
    }
  }
}

function rowOf(row: Row): readonly CellValue[] {
  const type = findLearningPath(row.pathCode, row.completedOn)?.siasnTypeId;
  return [
    row.siasnId,
    row.employeeNumber,
    type === null || type === undefined ? null : String(type),
    row.title,
    row.organiser,
    wholeHours(row),
    row.certificateNumber,
    row.completedOn.slice(0, 4),
    indonesian(row.startedOn),
    indonesian(row.completedOn),
    row.scope === 'INTERNATIONAL' ? 'internasional' : 'nasional',
  ];
}

function structuralRowOf(row: Row): readonly CellValue[] {
  const { id, name } = structuralTrainingOf(row.title);
  return [
    row.siasnId,
    row.employeeNumber,
    String(id),
    name,
    row.organiser,
    wholeHours(row),
    row.certificateNumber,
    row.completedOn.slice(0, 4),
    indonesian(row.startedOn),
    indonesian(row.completedOn),
  ];
}

function plainName(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}
