import type { ProgrammePublished } from '@betang/contracts';
import { AppError, ListQuery, type ListDefinition, type ListRow, type Page, type SqlClient } from '@betang/platform';
import { SEATED } from '../enrolments/enrolment.js';
import type { MaterialDetailView, MaterialQuery } from './material.dto.js';

type ToldMaterial = NonNullable<ProgrammePublished['materials']>[number];

const TOLD = `SELECT material_id AS "materialId", title, url, file_hash AS "fileHash", file_bytes::float8 AS "fileBytes" FROM programme_material
  WHERE programme_id = $1 AND removed_at IS NULL ORDER BY material_id LIMIT 100`;

const LIST: ListDefinition = {
  select: `SELECT material_id AS "materialId", module_id AS "moduleId", title, url, file_hash AS "fileHash", file_name AS "fileName",
    media_type AS "mediaType", file_bytes::float8 AS "fileBytes", added_at AS "addedAt" FROM programme_material`,
  sorts: { addedAt: { sql: 'added_at', type: 'timestamptz' }, title: { sql: 'title', type: 'text' } },
  defaultSort: 'addedAt',
  key: { sql: 'material_id', type: 'uuid' },
};

/** What readers were told: of the version on offer, and of those that sessions in which they sit or teach were scheduled with. */
const READABLE = `SELECT DISTINCT (m->>'materialId')::uuid AS id FROM (
    SELECT published AS told FROM programme WHERE programme_id = $1 AND state = 'PUBLISHED'
    UNION ALL
    SELECT v.told FROM training_session AS s JOIN programme_version AS v ON v.programme_id = s.programme_id AND v.version = s.programme_version
     WHERE s.programme_id = $1 AND s.state <> 'CANCELLED' AND ($2 = ANY(s.trainer_ids) OR EXISTS (
       SELECT 1 FROM enrolment AS n WHERE n.session_id = s.session_id AND n.employee_id = $2 AND n.state IN ${SEATED}))
  ) AS version CROSS JOIN jsonb_array_elements(coalesce(told->'materials', '[]')) AS m`;
const EVER_TOLD = `SELECT 1 FROM programme_version WHERE programme_id = $1
  AND jsonb_path_exists(told, '$.materials[*] ? (@.materialId == $id)', jsonb_build_object('id', $2::text)) LIMIT 1`;

/** Materials that somebody may see: those as they stand, or those of some versions, whether or not they were taken out since. */
export type MaterialReach = 'present' | readonly string[];

/** The materials of a programme as the federation is told them: links, and files by their hash and size. */
export async function toldMaterials(db: SqlClient, programmeId: string): Promise<ToldMaterial[]> {
  type Row = Omit<ToldMaterial, 'fileBytes'> & { readonly fileBytes: number | null };
  const rows = await db.query<Row>(TOLD, [programmeId]);
  return rows.map(({ fileBytes, ...material }) => (fileBytes === null ? material : { ...material, fileBytes }));
}

export async function pageMaterials(
  db: SqlClient,
  programmeId: string,
  reach: MaterialReach,
  query: MaterialQuery,
): Promise<Page<MaterialDetailView>> {
  const list = reached(new ListQuery(LIST, query), programmeId, reach)
    .where('module_id = ?', query.moduleId)
    .search(['title'], query.search)
    .build();
  return list.page(await db.query<MaterialDetailView & ListRow>(list.text, list.values));
}

/** Throws `material-not-found` (404). */
export async function getMaterial(
  db: SqlClient,
  programmeId: string,
  materialId: string,
  reach: MaterialReach = 'present',
): Promise<MaterialDetailView> {
  const list = reached(new ListQuery(LIST, { limit: 1 }), programmeId, reach)
    .where('material_id = ?', materialId)
    .build();
  const { items } = list.page(await db.query<MaterialDetailView & ListRow>(list.text, list.values));
  if (!items[0]) throw new AppError('material-not-found', { status: 404 });
  return items[0];
}

function reached(list: ListQuery, programmeId: string, reach: MaterialReach): ListQuery {
  const own = list.where('programme_id = ?', programmeId);
  return reach === 'present' ? own.where('removed_at IS NULL') : own.where('material_id = ANY(?::uuid[])', [...reach]);
}

/** Ids of the materials that a reader was told of. */
export async function readableMaterials(db: SqlClient, programmeId: string, employeeId?: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(READABLE, [programmeId, employeeId ?? NOBODY]);
  return rows.map(({ id }) => id);
}

/** Whether a version told of it: who learned with that version can show what it was, so its file stays. */
export async function wasTold(db: SqlClient, programmeId: string, materialId: string): Promise<boolean> {
  return (await db.query(EVER_TOLD, [programmeId, materialId])).length > 0;
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

export async function isOffered(db: SqlClient, programmeId: string): Promise<boolean> {
  const rows = await db.query(`SELECT 1 FROM programme WHERE programme_id = $1 AND state = 'PUBLISHED'`, [programmeId]);
  return rows.length > 0;
}
