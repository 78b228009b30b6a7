import {
  AppError,
  Audit,
  CurrentPrincipal,
  PageQuery,
  RegionConfig,
  Requires,
  ServiceController,
  ServiceDatabase,
  UnitOfWork,
  assertMayActOn,
  assertOnlyOrder,
  decodeCursor,
  pageOf,
  type Page,
  type Principal,
  ApiProperty,
  AnswersPage,
} from '@betang/platform';
import { Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { deleteMapping, listMappings } from './saved-mapping.js';

/** A mapping of columns that is proposed for files of these headings. */
export class SavedMappingView {
  @ApiProperty() readonly fingerprint: string;
  @ApiProperty({ type: [String], description: 'Headings of the file it was made for' })
  readonly headings: readonly string[];
  @ApiProperty({ type: 'object', additionalProperties: true }) readonly mapping: unknown;
  @ApiProperty({ format: 'date-time' }) readonly savedAt: Date;
  @ApiProperty({ description: 'Files that were read by it' }) readonly used: number;
}

/** Mappings that officers corrected and that are kept for later files. */
@ServiceController('identity', 'roster-mappings')
export class RosterMappingsController {
  constructor(
    private readonly config: RegionConfig,
    private readonly database: ServiceDatabase,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: Audit,
  ) {}

  @Get()
  @Requires('roster:import')
  @AnswersPage(SavedMappingView)
  async list(@Query() query: PageQuery, @CurrentPrincipal() principal: Principal): Promise<Page<SavedMappingView>> {
    this.assertOfficer(principal);
    assertOnlyOrder(query, 'fingerprint');
    const [after] = decodeCursor(query.cursor, 1) ?? [];
    const rows = await listMappings(this.database, after ? String(after) : undefined, query.limit + 1);
    return pageOf(rows, query.limit, (row) => [row.fingerprint]);
  }

  /** Forgets a mapping: the next file of these headings is recognised anew. */
  @Delete(':fingerprint')
  @HttpCode(204)
  @Requires('roster:import')
  async forget(@Param('fingerprint') fingerprint: string, @CurrentPrincipal() principal: Principal): Promise<void> {
    this.assertOfficer(principal);
    await this.unitOfWork.run(async (tx) => {
      if (!(await deleteMapping(tx, fingerprint))) throw new AppError('roster-mapping-not-found', { status: 404 });
      const object = { type: 'roster-mapping', id: fingerprint };
      await this.audit.record(tx, { actor: principal.subject, action: 'forget-roster-mapping', object });
    });
  }

  private assertOfficer(principal: Principal): void {
    assertMayActOn(principal, 'roster:import', { region: this.config.region });
  }
}
