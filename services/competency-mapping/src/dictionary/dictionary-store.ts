import type { SqlClient } from '@betang/platform';
import type { CurrentCode, Dictionary, DictionaryCompetency } from './dictionary.js';

export const DICTIONARY_COLUMNS = `dictionary_id AS "dictionaryId", version, title, legal_basis AS "legalBasis", valid_from::text AS "validFrom",
  state, revision`;
export const COMPETENCY_COLUMNS = `code, grouping AS "group", field, name_id AS "nameId", name_en AS "nameEn", min_level::integer AS "minLevel",
  max_level::integer AS "maxLevel", indicators`;

const UPSERT = `INSERT INTO competency (dictionary_id, code, grouping, field, name_id, name_en, min_level, max_level, indicators)
  SELECT $1, c, g, f, n, e, l, h, i FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::smallint[], $9::jsonb[])
    AS u(c, g, f, n, e, l, h, i)
  ON CONFLICT (dictionary_id, code) DO UPDATE SET grouping = excluded.grouping, field = excluded.field, name_id = excluded.name_id,
    name_en = excluded.name_en, min_level = excluded.min_level, max_level = excluded.max_level, indicators = excluded.indicators`;

export async function insertDictionary(tx: SqlClient, dictionary: Dictionary, actor: string): Promise<void> {
  const { dictionaryId, version, title, legalBasis, validFrom, state } = dictionary;
  await tx.execute(
    `INSERT INTO dictionary (dictionary_id, version, title, legal_basis, valid_from, state, created_by, published_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $6 = 'PUBLISHED' THEN now() END)`,
    [dictionaryId, version, title, legalBasis, validFrom, state, actor],
  );
}

export async function writeCompetencies(
  tx: SqlClient,
  dictionaryId: string,
  competencies: readonly DictionaryCompetency[],
): Promise<void> {
  if (competencies.length === 0) return;
  await tx.execute(UPSERT, [
    dictionaryId,
    competencies.map(({ code }) => code),
    competencies.map(({ group }) => group),
    competencies.map(({ field }) => field),
    competencies.map(({ nameId }) => nameId),
    competencies.map(({ nameEn }) => nameEn),
    competencies.map(({ minLevel }) => minLevel),
    competencies.map(({ maxLevel }) => maxLevel),
    competencies.map(({ indicators }) => JSON.stringify(indicators)),
  ]);
}

export function loadCompetencies(db: SqlClient, dictionaryId: string): Promise<DictionaryCompetency[]> {
  return db.query<DictionaryCompetency>(
    `SELECT ${COMPETENCY_COLUMNS} FROM competency WHERE dictionary_id = $1 ORDER BY code`,
    [dictionaryId],
  );
}

export async function findDictionary(
  db: SqlClient,
  dictionaryId: string,
  lock = false,
): Promise<Dictionary | undefined> {
  const [row] = await db.query<Dictionary>(
    `SELECT ${DICTIONARY_COLUMNS} FROM dictionary WHERE dictionary_id = $1${lock ? ' FOR UPDATE' : ''}`,
    [dictionaryId],
  );
  return row;
}

/** The version in force on a day: the highest published one that has begun. */
export async function findInForce(db: SqlClient, day: string): Promise<Dictionary | undefined> {
  const [row] = await db.query<Dictionary>(
    `SELECT ${DICTIONARY_COLUMNS} FROM dictionary WHERE state = 'PUBLISHED' AND valid_from <= $1 ORDER BY version DESC LIMIT 1`,
    [day],
  );
  return row;
}

/** The highest published version, whether it has begun or not. */
export async function findNewest(db: SqlClient): Promise<Dictionary | undefined> {
  const [row] = await db.query<Dictionary>(
    `SELECT ${DICTIONARY_COLUMNS} FROM dictionary WHERE state = 'PUBLISHED' ORDER BY version DESC LIMIT 1`,
  );
  return row;
}

export async function findDraft(db: SqlClient, lock = false): Promise<Dictionary | undefined> {
  const [row] = await db.query<Dictionary>(
    `SELECT ${DICTIONARY_COLUMNS} FROM dictionary WHERE state = 'DRAFT'${lock ? ' FOR UPDATE' : ''}`,
  );
  return row;
}

/** Published versions that the region's own services were not told yet, in order; they count as told from here on. */
export async function takeUntoldAtHome(tx: SqlClient): Promise<Dictionary[]> {
  const rows = await tx.query<Dictionary>(
    `UPDATE dictionary SET told_at_home = true WHERE state = 'PUBLISHED' AND version > 1 AND NOT told_at_home RETURNING ${DICTIONARY_COLUMNS}`,
  );
  return rows.sort((one, other) => one.version - other.version);
}

/** Names of codes in the newest published dictionary that has them. */
export async function loadNames(
  db: SqlClient,
  codes: readonly string[],
): Promise<Map<string, Pick<DictionaryCompetency, 'nameId' | 'nameEn'>>> {
  if (codes.length === 0) return new Map();
  const rows = await db.query<Pick<DictionaryCompetency, 'code' | 'nameId' | 'nameEn'>>(
    `SELECT DISTINCT ON (c.code) c.code, c.name_id AS "nameId", c.name_en AS "nameEn" FROM competency AS c JOIN dictionary AS d USING (dictionary_id)
      WHERE d.state = 'PUBLISHED' AND c.code = ANY($1::text[]) ORDER BY c.code, d.version DESC`,
    [codes],
  );
  return new Map(rows.map((row) => [row.code, row]));
}

export function loadCurrentCodes(db: SqlClient): Promise<CurrentCode[]> {
  return db.query<CurrentCode>(
    `SELECT recorded_code AS "recordedCode", current_code AS "currentCode", levels::integer[] AS levels FROM competency_succession`,
  );
}

export async function writeCurrentCodes(tx: SqlClient, rows: readonly CurrentCode[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.execute(
    `INSERT INTO competency_succession (recorded_code, current_code, levels)
     SELECT r, c, l::smallint[] FROM unnest($1::text[], $2::text[], $3::text[]) AS u(r, c, l)
     ON CONFLICT (recorded_code) DO UPDATE SET current_code = excluded.current_code, levels = excluded.levels`,
    [
      rows.map(({ recordedCode }) => recordedCode),
      rows.map(({ currentCode }) => currentCode),
      rows.map(({ levels }) => `{${levels.join(',')}}`),
    ],
  );
}
