import type { Language } from '@betang/platform';

/** What each command is for, in one line. */
const SUMMARIES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  login: { id: 'masuk sebagai operator lewat peramban', en: 'sign in as an operator, by a browser' },
  token: { id: 'menunjukkan token untuk mencoba API', en: 'show a token for trying the API' },
  logout: { id: 'mengakhiri sesi operator yang masuk di sini', en: 'end the session of who is signed in here' },
  'operator create': {
    id: 'undangan sekali pakai untuk operator (di mesin wilayah)',
    en: 'a one-time invitation for an operator (on the region’s machine)',
  },
  status: {
    id: 'keadaan layanan, pengantaran, dan bukti tidak ada yang hilang',
    en: 'services, delivery and the proof that nothing is lost',
  },
  config: { id: 'pengaturan satu proses, rahasia disamarkan', en: 'settings of a process, secrets masked' },
  verify: { id: 'menghitung ulang semua rantai', en: 'recompute all chains' },
  trace: {
    id: 'dari mana satu peristiwa berasal dan apa akibatnya (tercatat)',
    en: 'where an event comes from and what it caused (on record)',
  },
  'parked list': { id: 'peristiwa yang disisihkan', en: 'events that were set aside' },
  'parked show': { id: 'satu peristiwa dengan isinya (tercatat)', en: 'one event with its content (on record)' },
  'parked retry': { id: 'mencoba lagi; "all" untuk semua', en: 'try again; "all" for all' },
  'parked discard': { id: 'membuang, dengan --reason', en: 'give up, with --reason' },
  'incidents list': {
    id: 'kejadian yang belum ditangani; --all untuk semua',
    en: 'incidents not dealt with yet; --all for every one',
  },
  'incidents show': { id: 'satu kejadian', en: 'one incident' },
  'incidents ack': {
    id: 'mencatat kejadian sebagai selesai, dengan --reason; "all" untuk semua, "lost" untuk yang hilang saat pemulihan',
    en: 'say on record what was done, with --reason; "all" for all, "lost" for what a restore lost',
  },
  replay: { id: 'meminta lagi yang kurang pada satu jalur', en: 'ask again for what is missing of a line' },
  rebuild: {
    id: 'membangun ulang tampilan satu layanan dari arsip',
    en: 'make the projections of a service anew from its archive',
  },
  'epoch open': {
    id: 'membuka masa baru sesudah basis data dipulihkan atau disalin',
    en: 'begin to count anew after a database was restored or copied',
  },
  'clock confirm': {
    id: 'menyatakan jam mesin benar sesudah clock-in-doubt',
    en: 'say that the machine’s clock is right, after clock-in-doubt',
  },
  'region init': {
    id: 'membuat wilayah pada klaster Postgres yang kosong',
    en: 'make a region on an empty Postgres cluster',
  },
  'region register': { id: 'menulis berkas pendaftaran untuk provinsi', en: 'write the registration for the province' },
  'region add': { id: 'di provinsi: menerima wilayah', en: 'at the province: let a region in' },
  'region join': { id: 'di wilayah: bergabung dengan provinsi', en: 'at the region: join the province' },
  'region suspend': { id: 'di provinsi: menangguhkan wilayah', en: 'at the province: shut a region out' },
  'region resume': { id: 'di provinsi: mengizinkan lagi', en: 'at the province: let it in again' },
  'region remove': { id: 'di provinsi: mengeluarkan wilayah', en: 'at the province: forget a region' },
  'region rotate-keys': { id: 'kunci baru dengan masa tumpang tindih', en: 'new keys, with overlap' },
  'region rotate-hub-key': { id: 'kunci baru ke pusat', en: 'a new key to the hub' },
  'region rotate-token-keys': { id: 'kunci baru untuk token masuk', en: 'new keys for the tokens of the sign-in' },
  'region rotate-pseudonyms': {
    id: 'kunci baru untuk nama samaran orang',
    en: 'a new key for the pseudonyms of persons',
  },
  'topology apply': {
    id: 'menerapkan topologi tanpa menghentikan nats-server',
    en: 'apply the topology without a restart of nats-server',
  },
  'topology verify': { id: 'menyebut perbedaan dengan topologi', en: 'name what differs from the topology' },
  'import roster': { id: 'mengimpor daftar pegawai', en: 'import a roster' },
  'import completions': { id: 'mengimpor riwayat pelatihan', en: 'import course records' },
  'backup key': { id: 'membuat pasangan kunci cadangan', en: 'make the key pair of backups' },
  backup: { id: 'membuat cadangan terenkripsi', en: 'make an encrypted backup' },
  'backup check': { id: 'memeriksa cadangan utuh', en: 'check that a backup is whole' },
  restore: { id: 'memulihkan ke klaster baru, dengan masa baru', en: 'restore into a fresh cluster, with a new epoch' },
};

export function summaryOf(command: string, language: Language): string {
  return SUMMARIES[command]?.[language] ?? '';
}
