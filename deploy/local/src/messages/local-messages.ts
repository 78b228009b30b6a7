import { AppError, findMessage, registerMessages, type Messages } from '@betang/platform';

const id = {
  'local.setting-unknown': 'Pengaturan tidak dikenal: {text}. Lihat npm start -- --help',
  'local.setting-invalid': '{setting} harus bilangan bulat dari {lowest} sampai {highest}.',
  'local.port-taken':
    'Porta {port} sudah dipakai program lain. Pilih porta lain: npm start -- --port-base {base} (atau BETANG_PORT_BASE={base}).',
  'local.folder-in-use':
    'Folder {dir} sedang dipakai (proses {pid}). Hentikan dahulu, atau pilih folder lain: npm start -- --dir FOLDER (atau BETANG_LOCAL_DIR).',
  'local.folder-foreign': 'Folder {dir} tidak kosong dan bukan buatan npm start; tidak ada yang dihapus.',
  'local.folder-unusable':
    'Folder {dir} tidak dapat dibuat atau ditulisi ({reason}). Periksa pemilik dan izinnya, atau pilih folder lain: npm start -- --dir FOLDER (atau BETANG_LOCAL_DIR).',
  'local.service-not-started': '{service} wilayah {region} tidak dapat dijalankan. Lihat {log}',
  'local.service-not-ready': '{service} wilayah {region} belum siap setelah {seconds} detik ({reason}). Lihat {log}',
  'local.request-refused': '{method} {path} ditolak: {status} {code}',
  'local.import-failed': 'Impor {file} di wilayah {region} gagal: {reason}',
  'local.proof-incomplete': 'Bukti belum lengkap setelah {seconds} detik: {what}',
  'local.wait-ended': 'Belum selesai setelah {seconds} detik: {what}',
} as const;

const en: Record<keyof typeof id, string> = {
  'local.setting-unknown': 'Unknown setting: {text}. See npm start -- --help',
  'local.setting-invalid': '{setting} must be a whole number from {lowest} to {highest}.',
  'local.port-taken':
    'Port {port} is taken by another program. Choose other ports: npm start -- --port-base {base} (or BETANG_PORT_BASE={base}).',
  'local.folder-in-use':
    'Folder {dir} is in use (process {pid}). Stop that one first, or choose another folder: npm start -- --dir FOLDER (or BETANG_LOCAL_DIR).',
  'local.folder-foreign': 'Folder {dir} is not empty and was not made by npm start; nothing was deleted.',
  'local.folder-unusable':
    'Folder {dir} cannot be made or written to ({reason}). Check whose it is and its permissions, or choose another folder: npm start -- --dir FOLDER (or BETANG_LOCAL_DIR).',
  'local.service-not-started': '{service} of region {region} could not be started. See {log}',
  'local.service-not-ready': '{service} of region {region} is not ready after {seconds} seconds ({reason}). See {log}',
  'local.request-refused': '{method} {path} was refused: {status} {code}',
  'local.import-failed': 'Import of {file} in region {region} failed: {reason}',
  'local.proof-incomplete': 'The proof is not complete after {seconds} seconds: {what}',
  'local.wait-ended': 'Not done after {seconds} seconds: {what}',
};

registerMessages({ id, en } satisfies Record<'id' | 'en', Messages>);

/** What a person reads of an error, Indonesian first; each cause with a code of its own on a further line. */
export function errorText(error: unknown): string {
  const lines: string[] = [];
  for (let at: unknown = error; at instanceof Error && lines.length < 5; at = at.cause) lines.push(textOf(at));
  return lines.length === 0 ? String(error) : lines.join('\n  ');
}

function textOf(error: Error): string {
  const { code } = error as { code?: unknown };
  const params = error instanceof AppError ? error.params : {};
  const texts = (['id', 'en'] as const).map((language) =>
    typeof code === 'string' ? findMessage(language, code, params) : undefined,
  );
  const known = texts.filter((text) => text !== undefined);
  if (known.length > 0) return known.join('\n  ');
  return typeof code === 'string' && error.message !== code ? `${code}: ${error.message}` : error.message;
}
