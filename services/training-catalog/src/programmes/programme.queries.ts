import type { ProgrammePublished } from '@betang/contracts';
import {
  AppError,
  ListQuery,
  RegionConfig,
  ServiceDatabase,
  type ListDefinition,
  type ListRow,
  type Page,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { ProgrammeEntity } from '../database/programme.entity.js';
import type { CatalogueProgrammeView, CatalogueQuery, ProgrammeVersionView } from './catalogue.dto.js';
import { cataloguePage, catalogueView, type OfferedRow } from './catalogue-view.js';
import type { ProgrammeQuery, ProgrammeView } from './programme.dto.js';
import { programmeView } from './programme-view.js';

const OWN: ListDefinition = {
  select: 'SELECT programme_id AS "programmeId" FROM programme',
  sorts: { title: { sql: 'title', type: 'text' }, changedAt: { sql: 'changed_at', type: 'timestamptz' } },
  defaultSort: 'title',
  key: { sql: 'programme_id', type: 'uuid' },
};

/** A region's own facts come back from the federation; one that stands alone, or is cut off, still finds its own programmes here. */
const catalogueOf = (region: string): string => `SELECT programme_id AS "programmeId", region, told FROM (
    SELECT programme_id, organiser_region AS region, title, competency_codes AS codes, coalesce(told, jsonb_build_object('programmeId', programme_id,
             'programmeVersion', programme_version, 'organiserRegion', organiser_region, 'title', title, 'pathCode', path_code, 'delivery', delivery,
             'hours', hours, 'meetings', meetings, 'organiser', organiser, 'developmentTarget', development_target,
             'competencyCodes', competency_codes)) AS told
      FROM shared_programme WHERE title IS NOT NULL AND withdrawn_at IS NULL AND organiser_region <> '${region}'
    UNION ALL
    SELECT programme_id, '${region}', published->>'title', ARRAY(SELECT jsonb_array_elements_text(published->'competencyCodes')), published
      FROM programme WHERE state = 'PUBLISHED') AS catalogue`;

const catalogueList = (region: string): ListDefinition => ({
  select: catalogueOf(region),
  sorts: { title: { sql: 'title', type: 'text' }, region: { sql: 'region', type: 'text' } },
  defaultSort: 'title',
  key: { sql: 'programme_id', type: 'uuid' },
});

const VERSIONS = `SELECT version, published_at AS "publishedAt", told FROM programme_version WHERE programme_id = $1 ORDER BY version DESC LIMIT 200`;

/** Reads programmes: the region's own, and the catalogue of all regions. */
@Injectable()
export class ProgrammeQueries {
  private readonly catalogueSql: string;
  private readonly list: ListDefinition;

  constructor(
    private readonly database: ServiceDatabase,
    config: RegionConfig,
  ) {
    // Settings allow nothing but `dd` and `dd.dd` as a region's code.
    this.catalogueSql = catalogueOf(config.region);
    this.list = catalogueList(config.region);
  }

  async own(query: ProgrammeQuery): Promise<Page<ProgrammeView>> {
    const list = new ListQuery(OWN, query)
      .where('state = ?', query.state)
      .where('? = ANY(competency_codes)', query.competency)
      .where('development_target_id = ?', query.developmentTargetId)
      .search(['title'], query.search)
      .build();
    const page = list.page(await this.database.query<{ programmeId: string } & ListRow>(list.text, list.values));
    const ids = page.items.map(({ programmeId }) => programmeId);
    const found = await this.database.dataSource.getRepository(ProgrammeEntity).findBy({ programmeId: In(ids) });
    const byId = new Map(found.map((programme) => [programme.programmeId, programmeView(programme)]));
    return { ...page, items: ids.flatMap((id) => byId.get(id) ?? []) };
  }

  /** Throws `programme-not-found` (404). */
  async getOwn(programmeId: string): Promise<ProgrammeEntity> {
    const found = await this.database.dataSource.getRepository(ProgrammeEntity).findOneBy({ programmeId });
    if (!found) throw new AppError('programme-not-found', { status: 404 });
    return found;
  }

  /** Every version as it was told, newest first. */
  async versions(programmeId: string): Promise<ProgrammeVersionView[]> {
    type Row = Omit<ProgrammeVersionView, 'programme'> & { readonly told: ProgrammePublished };
    const rows = await this.database.query<Row>(VERSIONS, [programmeId]);
    return rows.map(({ told, ...version }) => ({ ...version, programme: catalogueView(told) }));
  }

  async catalogue(query: CatalogueQuery): Promise<Page<CatalogueProgrammeView>> {
    const list = new ListQuery(this.list, query)
      .where('region = ?', query.region)
      .where(`told->>'delivery' = ?`, query.delivery)
      .where('? = ANY(codes)', query.competency)
      .where(`told->>'pathCode' = ?`, query.pathCode)
      .where(`told->>'developmentTargetId' = ?`, query.developmentTargetId)
      .search(['title'], query.search)
      .build();
    return cataloguePage(list.page(await this.database.query<OfferedRow & ListRow>(list.text, list.values)));
  }

  /** A programme that anyone offers just now. Throws `programme-not-found` (404). */
  async getOffered(programmeId: string): Promise<CatalogueProgrammeView> {
    return catalogueView(await this.getTold(programmeId));
  }

  /** The same in the words of its region. Throws `programme-not-found` (404). */
  async getTold(programmeId: string): Promise<ProgrammePublished> {
    const [row] = await this.database.query<OfferedRow>(`${this.catalogueSql} WHERE programme_id = $1`, [programmeId]);
    if (!row) throw new AppError('programme-not-found', { status: 404 });
    return row.told;
  }
}
