import type { Language } from '@betang/platform';

type Text = Readonly<Record<Language, string>>;

/**
 * What each argument and option stands for, by `<name>` or `--name`; where a command means something of its own by it, by the command's name and
 * the parameter's.
 */
const PARAMETERS: Readonly<Record<string, Text>> = {
  '<service>': {
    id: 'identity, competency-mapping, training-catalog, learning-hours, contingency atau reporting',
    en: 'identity, competency-mapping, training-catalog, learning-hours, contingency or reporting',
  },
  '<event-id>': { id: 'nomor peristiwa (UUID)', en: 'id of the event (a UUID)' },
  'parked show <id>': { id: 'nomor dari parked list', en: 'id from parked list' },
  'parked retry <id>': { id: 'nomor dari parked list, atau all', en: 'id from parked list, or all' },
  'parked discard <id>': { id: 'nomor dari parked list', en: 'id from parked list' },
  'incidents show <id>': { id: 'nomor dari incidents list', en: 'number from incidents list' },
  'incidents ack <id>': {
    id: 'nomor dari incidents list; all; atau lost (identity) untuk yang hilang saat pemulihan',
    en: 'number from incidents list; all; or lost (identity) for what a restore lost',
  },
  '<day>': {
    id: 'hari ini menurut kalender atau telepon Anda, bukan menurut mesin: 2026-11-23',
    en: 'today by your own calendar or telephone, not by the machine: 2026-11-23',
  },
  '<code>': { id: 'kode wilayah: 62 atau 62.03', en: 'code of a region: 62 or 62.03' },
  '<registration>': { id: 'berkas dari region register', en: 'the file of region register' },
  '<login-name>': {
    id: '3 sampai 60 huruf kecil, angka, titik dan tanda hubung',
    en: '3 to 60 lower-case letters, digits, dots and hyphens',
  },
  '[process]': {
    id: 'nama layanan, atau all; tanpa ini proses dari mode wilayah',
    en: 'name of a service, or all; without it the process of the region’s mode',
  },
  '[file]': {
    id: 'berkas yang ditulis; tanpa ini di folder data wilayah',
    en: 'the file that is written; without it one in the region’s data folder',
  },
  'import roster <file>': { id: 'daftar pegawai, .xlsx atau .csv', en: 'a roster, .xlsx or .csv' },
  'import completions <file>': { id: 'riwayat pelatihan, .csv atau .xlsx', en: 'course records, .csv or .xlsx' },
  'region join <file>': { id: 'berkas gabung dari provinsi', en: 'the join file of the province' },
  'backup key <file>': { id: 'tempat kunci rahasia ditulis', en: 'where the private key is written' },
  'backup <file>': { id: 'berkas cadangan baru', en: 'the new backup file' },
  'backup check <file>': { id: 'berkas cadangan', en: 'the backup file' },
  'restore <file>': { id: 'berkas cadangan', en: 'the backup file' },
  '--service': { id: 'hanya layanan ini', en: 'only this service' },
  '--kind': {
    id: 'hanya jenis ini: fork, orphan, foreign-epoch, foreign-key-list, gap-dropped, unsent-dropped, stopped atau replay-refused',
    en: 'only this kind: fork, orphan, foreign-epoch, foreign-key-list, gap-dropped, unsent-dropped, stopped or replay-refused',
  },
  '--all': { id: 'juga yang sudah ditangani', en: 'also those that were dealt with' },
  '--cursor': { id: 'halaman berikutnya; butuh --service', en: 'the next page; needs --service' },
  '--state': {
    id: 'PARKED, RETRY_ASKED, APPLIED atau DISCARDED; tanpa ini yang menunggu',
    en: 'PARKED, RETRY_ASKED, APPLIED or DISCARDED; without it those that wait',
  },
  'parked list --from': {
    id: 'hanya dari wilayah ini, seperti 62 atau 62.03',
    en: 'only from this region, as 62 or 62.03',
  },
  'parked list --reason': {
    id: 'hanya alasan ini, misalnya handler-failed',
    en: 'only this reason, such as handler-failed',
  },
  '--reason': {
    id: 'wajib: alasan yang dicatat, paling sedikit 10 huruf, tanpa nama orang',
    en: 'needed: the reason on record, at least 10 letters, naming no person',
  },
  '--positions': {
    id: 'hanya sekian posisi dari ujung tiap jalur; tanpa ini semuanya',
    en: 'only so many positions from the end of each line; without it all',
  },
  '--origin': {
    id: 'wajib: wilayah pengirim, seperti 62 atau 62.03',
    en: 'needed: region of the sender, as 62 or 62.03',
  },
  '--publisher': {
    id: 'wajib: layanan pengirim: identity, competency-mapping, training-catalog, learning-hours, contingency atau reporting',
    en: 'needed: service of the sender: identity, competency-mapping, training-catalog, learning-hours, contingency or reporting',
  },
  '--audience': {
    id: 'wajib: local, province, federation atau to.r6203',
    en: 'needed: local, province, federation or to.r6203',
  },
  '--epoch': {
    id: 'wajib: masa pengirim, seperti 1.c6b6b90b1672; lihat betang status',
    en: 'needed: epoch of the sender, as 1.c6b6b90b1672; see betang status',
  },
  'replay --from': {
    id: 'posisi pertama, mulai 1; tanpa ini yang pertama kurang',
    en: 'first position, from 1 on; without it the first that is missing',
  },
  '--to': { id: 'posisi terakhir, paling banyak 10000 sekaligus', en: 'last position, at most 10000 at once' },
  '--config-only': {
    id: 'hanya menulis konfigurasi, untuk nats-server yang tidak berjalan',
    en: 'only write the configuration, for a nats-server that does not run',
  },
  '--agency': {
    id: 'perangkat daerah semua baris, untuk berkas tanpa kolom itu',
    en: 'agency of all rows, for a file without a column for it',
  },
  '--preview': { id: 'berhenti sebelum menerapkan', en: 'stop before anything is applied' },
  '--recipient': {
    id: 'berkas kunci umum; tanpa ini dari betang backup key',
    en: 'file of the public key; without it that of betang backup key',
  },
  '--key': {
    id: 'wajib: berkas kunci rahasia cadangan (atau BETANG_BACKUP_KEY_FILE)',
    en: 'needed: file of the private key of backups (or BETANG_BACKUP_KEY_FILE)',
  },
  '--name': { id: 'nama yang ditampilkan', en: 'the name that is shown' },
  '--roles': { id: 'peran, dipisah koma; bawaan operator', en: 'roles, separated by commas; default operator' },
  '--owner-url-file': {
    id: 'berkas 0600 dengan alamat pemilik Postgres (atau BETANG_OWNER_URL)',
    en: 'file of mode 0600 with the address of the Postgres owner (or BETANG_OWNER_URL)',
  },
  '--role': { id: 'hub atau region; bawaan menurut kode', en: 'hub or region; default by the code' },
  '--mode': { id: 'all (bawaan) atau split', en: 'all (default) or split' },
  '--local': { id: 'untuk satu mesin: tanpa TLS di loopback', en: 'for one machine: no TLS on loopback' },
  '--services': {
    id: 'layanan wilayah, dipisah koma; bawaan keenamnya',
    en: 'services of the region, separated by commas; default all six',
  },
  '--nats-host': {
    id: 'alamat yang didengarkan nats-server; bawaan 127.0.0.1',
    en: 'address that nats-server listens on; default 127.0.0.1',
  },
  'restore --nats-host': {
    id: 'alamat yang didengarkan nats-server; bawaan seperti dalam cadangan',
    en: 'address that nats-server listens on; default as in the backup',
  },
  'restore --nats-port': {
    id: 'porta nats-server; bawaan seperti dalam cadangan',
    en: 'port of nats-server; default as in the backup',
  },
  'restore --http-port': {
    id: 'porta HTTP pertama; bawaan seperti dalam cadangan',
    en: 'first HTTP port; default as in the backup',
  },
  '--nats-port': { id: 'porta nats-server; bawaan 4222', en: 'port of nats-server; default 4222' },
  '--nats-url': {
    id: 'alamat nats-server bagi layanan dan wilayah lain',
    en: 'address of nats-server for services and other regions',
  },
  '--tls-cert': { id: 'sertifikat nats-server (PEM)', en: 'certificate of nats-server (PEM)' },
  '--tls-key': { id: 'kunci sertifikat itu', en: 'key of that certificate' },
  '--tls-ca': {
    id: 'otoritas sertifikat itu, bila bukan yang umum',
    en: 'authority of that certificate, where it is not a public one',
  },
  '--hub-url': { id: 'alamat pusat sebagaimana wilayah mencapainya', en: 'address of the hub as regions reach it' },
  '--issuer-url': { id: 'alamat layanan masuk (OpenID)', en: 'address of the sign-in (OpenID)' },
  '--http-host': { id: 'alamat HTTP layanan; bawaan 127.0.0.1', en: 'HTTP address of the services; default 127.0.0.1' },
  '--http-port': { id: 'porta HTTP pertama; bawaan 8062', en: 'first HTTP port; default 8062' },
  '--confirm': {
    id: 'kode wilayah itu sekali lagi; wajib bila tidak ada terminal untuk bertanya',
    en: 'the code of the region once more; needed where there is no terminal to ask at',
  },
  '--data': { id: 'folder data wilayah', en: 'data folder of the region' },
  '--region': { id: 'kode wilayah, dicari di .betang/', en: 'code of the region, looked for in .betang/' },
  '--json': { id: 'jawaban sebagai JSON', en: 'the answer as JSON' },
  '--language': { id: 'id (bawaan) atau en', en: 'id (default) or en' },
  '--help': { id: 'bantuan perintah ini', en: 'this help' },
};

/** @param parameter `<file>`, `[file]` or `--name`; empty for one that has no text */
export function parameterText(command: string, parameter: string, language: Language): string {
  return (PARAMETERS[`${command} ${parameter}`] ?? PARAMETERS[parameter])?.[language] ?? '';
}
