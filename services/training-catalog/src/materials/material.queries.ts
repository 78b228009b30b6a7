import type { ProgrammePublished } from '@betang/contracts';
import { AppError, type SqlClient } from '@betang/platform';
import type { MaterialDetailView } from './material.dto.js';

type ToldMaterial = NonNullable<ProgrammePublished['materials']>[number];

const TOLD = `SELECT material_id AS "materialId", title, url, file_hash AS "fileHash", file_bytes::float8 AS "fileBytes" FROM programme_material
  WHERE programme_id = $1 AND removed_at IS NULL ORDER BY material_id LIMIT 100`;

const SELECT = `SELECT material_id AS "materialId", module_id AS "moduleId", title, url, file_hash AS "fileHash", file_name AS "fileName",
    media_type AS "mediaType", file_bytes::float8 AS "fileBytes" FROM programme_material WHERE programme_id = $1 AND removed_at IS NULL`;

/** The materials of a programme as the federation is told them: links, and files by their hash and size. */
export async function toldMaterials(db: SqlClient, programmeId: string): Promise<ToldMaterial[]> {
  type Row = Omit<ToldMaterial, 'fileBytes'> & { readonly fileBytes: number | null };
  const rows = await db.query<Row>(TOLD, [programmeId]);
  return rows.map(({ fileBytes, ...material }) => (fileBytes === null ? material : { ...material, fileBytes }));
}

export function listMaterials(db: SqlClient, programmeId: string): Promise<MaterialDetailView[]> {
  return db.query<MaterialDetailView>(`${SELECT} ORDER BY material_id`, [programmeId]);
}

/** Throws `material-not-found` (404). */
export async function getMaterial(db: SqlClient, programmeId: string, materialId: string): Promise<MaterialDetailView> {
  const [row] = await db.query<MaterialDetailView>(`${SELECT} AND material_id = $2`, [programmeId, materialId]);
  if (!row) throw new AppError('material-not-found', { status: 404 });
  return row;
}

export async function isOffered(db: SqlClient, programmeId: string): Promise<boolean> {
  const rows = await db.query(`SELECT 1 FROM programme WHERE programme_id = $1 AND state = 'PUBLISHED'`, [programmeId]);
  return rows.length > 0;
}
