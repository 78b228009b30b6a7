import { AppError, dispositionOf, type Files, type SqlClient } from '@betang/platform';
import { StreamableFile } from '@nestjs/common';

/** Hands out an evidence file of a claim; whether the caller may see the claim is asked before. Throws `file-not-found` (404). */
export async function evidenceDownload(
  db: SqlClient,
  files: Files,
  claimId: string,
  sha256: string,
): Promise<StreamableFile> {
  const [file] = await db.query<{ mediaType: string; fileName: string }>(
    'SELECT media_type AS "mediaType", file_name AS "fileName" FROM claim_evidence WHERE claim_id = $1 AND sha256 = $2 AND erased_at IS NULL',
    [claimId, sha256],
  );
  if (!file) throw new AppError('file-not-found', { status: 404 });
  return new StreamableFile(await files.read(sha256), {
    type: file.mediaType,
    disposition: dispositionOf(file.fileName),
  });
}
