import { AppError, ServiceDatabase, decodeCursor, pageOf, type Page, type PageQuery } from '@betang/platform';
import { RegionConfig } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { ProgrammeEntity } from '../database/programme.entity.js';
import type { CatalogueProgrammeView, ProgrammeQuery, ProgrammeView } from './programme.dto.js';

/** A region's own facts come back from the federation; one that stands alone, or is cut off, still finds its own programmes here. */
const CATALOGUE = `SELECT * FROM (
    SELECT programme_id AS "programmeId", organiser_region AS "organiserRegion", programme_version AS "programmeVersion", title,
           path_code AS "pathCode", delivery, hours::float8 AS "hoursHundredths", meetings, organiser,
           development_target AS "developmentTarget", competency_codes AS "competencyCodes"
      FROM shared_programme WHERE title IS NOT NULL AND withdrawn_at IS NULL AND organiser_region <> $1
    UNION ALL
    SELECT programme_id, $1, told."programmeVersion", told.title, told."pathCode", told.delivery, told.hours, told.meetings, told.organiser,
           told."developmentTarget", told."competencyCodes"
      FROM programme, jsonb_to_record(published) AS told("programmeVersion" integer, title text, "pathCode" text, delivery text, hours float8,
           meetings integer, organiser text, "developmentTarget" text, "competencyCodes" text[])
     WHERE state = 'PUBLISHED') AS catalogue`;

/** Reads programmes: the region's own, and the catalogue of all regions. */
@Injectable()
export class ProgrammeQueries {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly config: RegionConfig,
  ) {}

  async own(query: ProgrammeQuery): Promise<Page<ProgrammeView>> {
    const [title, programmeId] = decodeCursor(query.cursor, 2) ?? [];
    const select = this.database.dataSource.getRepository(ProgrammeEntity).createQueryBuilder('p');
    if (query.state !== undefined) select.andWhere('p.state = :state', { state: query.state });
    if (programmeId !== undefined)
      select.andWhere('(p.title, p.programmeId) > (:title, :programmeId)', { title, programmeId });
    const rows = await select
      .orderBy('p.title')
      .addOrderBy('p.programmeId')
      .limit(query.limit + 1)
      .getMany();
    const page = pageOf(rows, query.limit, (row) => [row.title, row.programmeId]);
    return { ...page, items: page.items.map(programmeView) };
  }

  /** Throws `programme-not-found` (404). */
  async getOwn(programmeId: string): Promise<ProgrammeEntity> {
    const found = await this.database.dataSource.getRepository(ProgrammeEntity).findOneBy({ programmeId });
    if (!found) throw new AppError('programme-not-found', { status: 404 });
    return found;
  }

  async catalogue(query: PageQuery): Promise<Page<CatalogueProgrammeView>> {
    const [title, programmeId] = decodeCursor(query.cursor, 2) ?? [null, null];
    const rows = await this.database.query<CatalogueProgrammeView>(
      `${CATALOGUE} WHERE $2::text IS NULL OR (title, "programmeId") > ($2, $3::uuid) ORDER BY title, "programmeId" LIMIT $4`,
      [this.config.region, title, programmeId, query.limit + 1],
    );
    return pageOf(rows, query.limit, (row) => [row.title, row.programmeId]);
  }

  /** A programme that anyone offers just now. Throws `programme-not-found` (404). */
  async getOffered(programmeId: string): Promise<CatalogueProgrammeView> {
    const [row] = await this.database.query<CatalogueProgrammeView>(`${CATALOGUE} WHERE "programmeId" = $2`, [
      this.config.region,
      programmeId,
    ]);
    if (!row) throw new AppError('programme-not-found', { status: 404 });
    return row;
  }
}

export function programmeView(programme: ProgrammeEntity): ProgrammeView {
  const { programmeId, state, revision, publishedVersion, publishedRevision, title, pathCode, delivery, hours } =
    programme;
  const { meetings, organiser, developmentTarget, competencyCodes, withdrawnReason } = programme;
  return {
    programmeId,
    state,
    revision,
    publishedVersion,
    changedSincePublished: state === 'PUBLISHED' && publishedRevision !== revision,
    title,
    pathCode,
    delivery,
    hoursHundredths: hours,
    meetings,
    organiser,
    developmentTarget,
    competencyCodes,
    withdrawnReason,
  };
}
