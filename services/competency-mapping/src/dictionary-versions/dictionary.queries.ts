import { AppError, ListQuery, PageQuery, ServiceDatabase, type ListRow, type Page } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { COMPETENCY_COLUMNS, DICTIONARY_COLUMNS } from '../dictionary/dictionary-store.js';
import type {
  CompetencyQuery,
  CompetencyView,
  DictionaryView,
  SharedDictionaryView,
} from '../dictionary/dictionary.dto.js';

const COMPETENCIES = {
  select: `SELECT ${COMPETENCY_COLUMNS} FROM competency`,
  sorts: { code: { sql: 'code', type: 'text' }, name: { sql: 'name_id', type: 'text' } },
  defaultSort: 'code',
  key: { sql: 'code', type: 'text' },
} as const;

const DICTIONARIES = {
  select: `SELECT ${DICTIONARY_COLUMNS} FROM dictionary`,
  sorts: { version: { sql: 'version', type: 'integer' } },
  defaultSort: '-version',
  key: { sql: 'dictionary_id', type: 'uuid' },
} as const;

const SHARED = {
  select: `SELECT dictionary_id AS "dictionaryId", region, version, title, competencies, complete FROM (
    SELECT dictionary_id, region, version, max(title) AS title, sum(jsonb_array_length(competencies))::integer AS competencies,
           count(*) = max(parts) AS complete
      FROM shared_dictionary GROUP BY 1, 2, 3) AS s`,
  sorts: { region: { sql: 'region', type: 'text' }, version: { sql: 'version', type: 'integer' } },
  defaultSort: 'region',
  key: { sql: 'dictionary_id', type: 'uuid' },
} as const;

/** Reads dictionaries: the region's own versions, and those that other regions published. */
@Injectable()
export class DictionaryQueries {
  constructor(private readonly database: ServiceDatabase) {}

  async versions(query: PageQuery): Promise<Page<DictionaryView>> {
    const list = new ListQuery(DICTIONARIES, query).build();
    return list.page(await this.database.query<DictionaryView & ListRow>(list.text, list.values));
  }

  /** Throws `dictionary-not-found` (404). */
  async get(dictionaryId: string): Promise<DictionaryView> {
    const [row] = await this.database.query<DictionaryView>(
      `SELECT ${DICTIONARY_COLUMNS} FROM dictionary WHERE dictionary_id = $1`,
      [dictionaryId],
    );
    if (!row) throw new AppError('dictionary-not-found', { status: 404 });
    return row;
  }

  async competencies(dictionaryId: string, query: CompetencyQuery): Promise<Page<CompetencyView>> {
    const list = new ListQuery(COMPETENCIES, query)
      .where('dictionary_id = ?', dictionaryId)
      .where('grouping = ?', query.group)
      .where('field = ?', query.field)
      .search(['code', 'name_id', 'name_en'], query.q)
      .build();
    return list.page(await this.database.query<CompetencyView & ListRow>(list.text, list.values));
  }

  async shared(query: PageQuery): Promise<Page<SharedDictionaryView>> {
    const list = new ListQuery(SHARED, query).build();
    return list.page(await this.database.query<SharedDictionaryView & ListRow>(list.text, list.values));
  }
}
