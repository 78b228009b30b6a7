import { unknownCompetencies, type ProgrammePublished } from '@betang/contracts';
import {
  AppError,
  Clock,
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
import { loadDictionary } from '../dictionary/known-dictionary.js';
import type {
  CatalogueDetailView,
  CatalogueProgrammeView,
  CatalogueQuery,
  ProgrammeVersionQuery,
  ProgrammeVersionView,
} from './catalogue.dto.js';
import { catalogueView, type OfferedRow } from './catalogue-view.js';
import type { ProgrammeDetailView, ProgrammeQuery } from './programme-view.dto.js';
import { programmeView } from './programme-view.js';
import { standingsOf } from './standing.queries.js';

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

const VERSIONS: ListDefinition = {
  select: 'SELECT version, published_at AS "publishedAt", told FROM programme_version',
  sorts: { version: { sql: 'version', type: 'integer' } },
  defaultSort: '-version',
  key: { sql: 'version', type: 'integer' },
};

const TARGET_STANDS = `CASE WHEN development_target_id IS NULL THEN 'WORDING_ONLY' ELSE coalesce((SELECT CASE WHEN t.withdrawn THEN 'WITHDRAWN'
    WHEN t.valid_to < ?::date THEN 'EXPIRED' WHEN t.valid_from > ?::date THEN 'NOT_YET' ELSE 'IN_FORCE' END
  FROM development_target AS t WHERE t.target_id = development_target_id), 'UNKNOWN') END = ?`;
const ORIGIN_STANDS = `origin IS NOT NULL AND coalesce((SELECT CASE WHEN s.withdrawn_at IS NOT NULL THEN 'WITHDRAWN'
    WHEN s.programme_version > (origin->>'programmeVersion')::integer THEN 'NEWER_VERSION' ELSE 'CURRENT' END
  FROM shared_programme AS s WHERE s.programme_id = (origin->>'programmeId')::uuid), 'NOT_KNOWN') = ?`;

/** Reads programmes: the region's own, and the catalogue of all regions. */
@Injectable()
export class ProgrammeQueries {
  private readonly catalogueSql: string;
  private readonly list: ListDefinition;

  constructor(
    private readonly database: ServiceDatabase,
    private readonly config: RegionConfig,
    private readonly clock: Clock,
  ) {
    // Settings allow nothing but `dd` and `dd.dd` as a region's code.
    this.catalogueSql = catalogueOf(config.region);
    this.list = catalogueList(config.region);
  }

  async own(query: ProgrammeQuery): Promise<Page<ProgrammeDetailView>> {
    const day = query.targetStanding && this.clock.today();
    const list = new ListQuery(OWN, query)
      .where('state = ?', query.state)
      .where('? = ANY(competency_codes)', query.competency)
      .where('development_target_id = ?', query.developmentTargetId)
      .where(TARGET_STANDS, day, day, query.targetStanding)
      .where(ORIGIN_STANDS, query.originStanding)
      .search(['title'], query.search)
      .build();
    const page = list.page(await this.database.query<{ programmeId: string } & ListRow>(list.text, list.values));
    const ids = page.items.map(({ programmeId }) => programmeId);
    const found = await this.database.dataSource.getRepository(ProgrammeEntity).findBy({ programmeId: In(ids) });
    const byId = new Map((await this.detailed(found)).map((programme) => [programme.programmeId, programme]));
    return { ...page, items: ids.flatMap((id) => byId.get(id) ?? []) };
  }

  /** The same programmes with how their targets and origins stand today, and which of their codes mean nothing here. */
  async detailed(programmes: readonly ProgrammeEntity[]): Promise<ProgrammeDetailView[]> {
    const standings = await standingsOf(this.database, programmes, this.today());
    const dictionary = await loadDictionary(this.database);
    return programmes.map((programme, index) => ({
      ...programmeView(programme),
      ...standings[index]!,
      unknownCompetencies: unknownCompetencies(programme.competencyCodes, dictionary),
    }));
  }

  /** Throws `programme-not-found` (404). */
  async getOwn(programmeId: string): Promise<ProgrammeEntity> {
    const found = await this.database.dataSource.getRepository(ProgrammeEntity).findOneBy({ programmeId });
    if (!found) throw new AppError('programme-not-found', { status: 404 });
    return found;
  }

  /** Every version as it was told, newest first. */
  async versions(programmeId: string, query: ProgrammeVersionQuery): Promise<Page<ProgrammeVersionView>> {
    type Row = Omit<ProgrammeVersionView, 'programme'> & { readonly told: ProgrammePublished } & ListRow;
    const list = new ListQuery(VERSIONS, query)
      .where('programme_id = ?', programmeId)
      .where('version = ?', query.version)
      .build();
    const page = list.page(await this.database.query<Row>(list.text, list.values));
    return {
      ...page,
      items: page.items.map(({ told, ...version }) => ({ ...version, programme: catalogueView(told) })),
    };
  }

  async catalogue(query: CatalogueQuery): Promise<Page<CatalogueDetailView>> {
    const list = new ListQuery(this.list, query)
      .where('region = ?', query.region)
      .where(`told->>'delivery' = ?`, query.delivery)
      .where('? = ANY(codes)', query.competency)
      .where(`told->>'pathCode' = ?`, query.pathCode)
      .where(`told->>'developmentTargetId' = ?`, query.developmentTargetId)
      .where(`told->'origin'->>'programmeId' = ?`, query.originProgrammeId)
      .search(['title'], query.search)
      .build();
    const page = list.page(await this.database.query<OfferedRow & ListRow>(list.text, list.values));
    return { ...page, items: await this.offers(page.items.map(({ told }) => catalogueView(told))) };
  }

  /** A programme that anyone offers just now, with how its target and origin stand today. Throws `programme-not-found` (404). */
  async getDetail(programmeId: string): Promise<CatalogueDetailView> {
    const [detail] = await this.offers([await this.getOffered(programmeId)]);
    return detail!;
  }

  /** A programme that anyone offers just now. Throws `programme-not-found` (404). */
  async getOffered(programmeId: string): Promise<CatalogueProgrammeView> {
    return catalogueView(await this.getTold(programmeId));
  }

  private async offers(programmes: readonly CatalogueProgrammeView[]): Promise<CatalogueDetailView[]> {
    const standings = await standingsOf(this.database, programmes, this.today());
    return programmes.map((programme, index) => ({ ...programme, ...standings[index]! }));
  }

  private today(): { readonly region: string; readonly today: string } {
    return { region: this.config.region, today: this.clock.today() };
  }

  /** The same in the words of its region. Throws `programme-not-found` (404). */
  async getTold(programmeId: string): Promise<ProgrammePublished> {
    const told = await this.findTold(programmeId);
    if (!told) throw new AppError('programme-not-found', { status: 404 });
    return told;
  }

  async findTold(programmeId: string): Promise<ProgrammePublished | undefined> {
    const [row] = await this.database.query<OfferedRow>(`${this.catalogueSql} WHERE programme_id = $1`, [programmeId]);
    return row?.told;
  }
}
