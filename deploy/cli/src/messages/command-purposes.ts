import type { Language } from '@betang/platform';

/** What each command does, when it is used and what it leaves, in a few sentences. */
const PURPOSES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  login: {
    id: 'Menunjukkan alamat dan kode; buka alamat itu di peramban mana pun, masuk, lalu ketik kodenya. Berlaku sepuluh jam dan diperbarui sendiri.',
    en: 'Shows an address and a code; open the address in any browser, sign in, and type the code. It lasts ten hours and renews itself.',
  },
  token: {
    id: 'Menulis token ke keluaran, untuk mencoba API dengan curl: milik yang masuk lewat betang login, dengan hak akun itu (sepuluh menit, diperbarui sendiri); dalam mode lokal tanpa yang masuk, milik administrator. Siapa yang memegangnya bertindak sebagai akun itu: jangan simpan di berkas atau catatan.',
    en: 'Writes a token to the output, for trying the API with curl: of who signed in by betang login, with that account’s rights (ten minutes, renewed by itself); in local mode, where nobody signed in, the administrator’s. Who holds it acts as that account: keep it in no file and no log.',
  },
  logout: {
    id: 'Menghapus sesi operator dari folder data wilayah di mesin ini, dan mengakhirinya di penyedia OpenID.',
    en: 'Removes the operator’s session from the region’s data folder on this machine, and ends it at the OpenID provider.',
  },
  'operator create': {
    id: 'Membuat akun dan undangan sekali pakai (berkas 0600, 72 jam) langsung di basis data, juga untuk operator pertama. Selama belum diterima, perintah yang sama membuat undangan baru. Tercatat.',
    en: 'Makes an account and a one-time invitation (a file of mode 0600, good for 72 hours) in the database itself, for the first operator too. Until it is accepted the same command makes a new one. On record.',
  },
  status: {
    id: 'Menunjukkan layanan, jalur terkirim dan diterima dengan buktinya, aliran nats-server, ruang disk, dan yang perlu ditangani. Tanpa --region atau --data: semua wilayah di mesin ini.',
    en: 'Shows services, sent and received lines with their proof, the streams of nats-server, disk space, and what is to be looked at. Without --region or --data: every region on this machine.',
  },
  config: {
    id: 'Menunjukkan setiap pengaturan satu proses, dari mana asalnya, dan mengapa proses tidak akan mulai. Rahasia tidak ditampilkan.',
    en: 'Shows each setting of a process, where it comes from, and why the process would not start. Secrets are not shown.',
  },
  verify: {
    id: 'Menghitung ulang rantai tiap jalur dari kotak keluar dan arsip, membandingkannya dengan batas baca layanan, pernyataan pengirim dan tanda terima, lalu menyebut posisi pertama yang berbeda, kedua nilainya, jalan keluarnya, dan yang tidak dapat diperiksa. Membaca banyak: jalankan malam hari.',
    en: 'Recomputes the chain of every line from outboxes and archives, compares it with how far services have read, with what senders state and receivers confirm, and names the first position that differs, both values, what to do, and what could not be checked. It reads much: run it at night.',
  },
  trace: {
    id: 'Menunjukkan satu peristiwa, rantai sebabnya sampai yang pertama, dan akibatnya di wilayah ini: jenis, waktu dan tempat, tanpa isi dan tanpa menyebut orang. Tercatat. Nomornya ada di catatan layanan (causeId, eventId), daftar yang disisihkan, dan laporan.',
    en: 'Shows an event, its chain of causes back to the first, and what it caused in this region: types, moments and places, without content and without naming persons. On record. Ids stand in the records of services (causeId, eventId), in the list of parked events, and behind the figures of reports.',
  },
  'parked list': {
    id: 'Menunjukkan peristiwa yang tidak dapat diterapkan dan menunggu keputusan, tanpa isinya.',
    en: 'Shows events that could not be applied and wait for a decision, without their content.',
  },
  'parked show': {
    id: 'Menunjukkan satu peristiwa dengan kepala dan isinya. Isinya dapat menyangkut orang: setiap kali dilihat, tercatat.',
    en: 'Shows one event with its headers and content. It may be about a person: each look is on record.',
  },
  'parked retry': {
    id: 'Mencoba lagi satu peristiwa dan semua yang menunggu di belakangnya, menurut urutan. Tercatat.',
    en: 'Tries an event again, with all that wait behind it, in their order. On record.',
  },
  'parked discard': {
    id: 'Membuang satu peristiwa untuk selamanya; yang menunggu di belakangnya dicoba lagi. Hanya jika pengirim menyatakan peristiwa itu salah. Tercatat.',
    en: 'Gives an event up for good; what waits behind it is tried again. Only where its sender confirms that it is wrong. On record.',
  },
  'incidents list': {
    id: 'Menunjukkan yang tidak dapat diperbaiki dengan mencoba lagi: cabang, peristiwa yatim, penolakan, dan yang hilang saat pemulihan.',
    en: 'Shows what no retry mends: forks, orphans, refusals, and what a restore lost.',
  },
  'incidents show': { id: 'Menunjukkan satu kejadian lengkap.', en: 'Shows one incident whole.' },
  'incidents ack': {
    id: 'Mencatat bahwa kejadian sudah ditangani; tetap ada dalam daftar dan tidak dihitung lagi sebagai masalah.',
    en: 'Says on record that an incident was dealt with; it stays in the list and no longer counts as a problem.',
  },
  replay: {
    id: 'Meminta sekarang juga yang kurang pada satu jalur, bila tidak terisi sendiri. Kelima nilainya ada di betang status --json.',
    en: 'Asks now for what is missing of a line, where it does not fill by itself. All five values stand in betang status --json.',
  },
  rebuild: {
    id: 'Membangun ulang dari arsip semua tabel yang disusun layanan itu dari peristiwa layanan lain. Pakai sesudah rebuild-failed di betang status diperbaiki, atau bila isinya tidak sesuai dengan layanan asalnya. Layanan tetap berjalan.',
    en: 'Makes anew, from the archive, all tables that a service keeps of what other services told. For after a rebuild-failed of betang status was mended, or where they differ from the service that told it. The service goes on working.',
  },
  'epoch open': {
    id: 'Memulai hitungan baru sesudah basis data disalin atau dikembalikan tanpa betang restore. Layanan wilayah ini harus berhenti dulu.',
    en: 'Begins a new count after a database was copied or brought back without betang restore. The services of the region have to be stopped.',
  },
  'clock confirm': {
    id: 'Sesudah clock-in-doubt, bila jam mesin memang benar: mesin lama mati, cadangan lama dipulihkan, atau jam yang salah sempat dipercaya. Ditolak bila mesin atau Postgres menunjukkan hari lain. Layanan yang berjalan bekerja lagi sendiri.',
    en: 'After clock-in-doubt, where the machine’s clock is right: it was off for long, an old backup was restored, or a wrong clock was believed for a while. Refused where the machine or its Postgres says another day. Services that run go on by themselves. On record.',
  },
  'region init': {
    id: 'Membuat basis data, peran, tabel, kunci, masa pertama dan konfigurasi nats-server. Dijalankan lagi dengan pilihan yang sama, ia menambah yang kurang dan memindahkan alamat; kunci, masa dan data tetap.',
    en: 'Makes database, roles, tables, keys, first epoch and the configuration of nats-server. Run again with the same options it adds what is missing and moves addresses; keys, epoch and data stay.',
  },
  'region register': {
    id: 'Menulis kunci umum dan masa wilayah ini untuk provinsi. Tidak ada rahasia di dalamnya; bacakan sidiknya lewat telepon.',
    en: 'Writes this region’s public keys and epoch for its province. Nothing in it is secret; read the fingerprint by telephone.',
  },
  'region add': {
    id: 'Memberi wilayah tempat di pusat tanpa menghentikan yang lain, dan menulis berkas gabungnya. Juga sesudah kunci wilayah itu berganti.',
    en: 'Gives a region its place on the hub while everybody else works on, and writes its join file. Also after the region changed its keys.',
  },
  'region join': {
    id: 'Mengambil jawaban provinsi. Sesudahnya jalankan ulang layanan wilayah ini.',
    en: 'Takes the province’s answer. Then restart the services of this region.',
  },
  'region suspend': {
    id: 'Memutus wilayah seketika dan menyimpan tempatnya; peristiwanya menunggu di wilayah itu.',
    en: 'Ends a region’s connections at once and keeps its place; its events wait at home.',
  },
  'region resume': {
    id: 'Mengizinkan wilayah yang ditangguhkan; semua menyusul menurut urutan.',
    en: 'Lets a suspended region in again; everything follows in order.',
  },
  'region remove': {
    id: 'Menghapus akun, kunci dan tempat wilayah di pusat; kodenya diminta sekali lagi. Yang pernah dibagikannya tetap pada penerimanya.',
    en: 'Forgets a region’s account, key and place on the hub; its code is asked for once more. What it has shared stays with those who have it.',
  },
  'region rotate-keys': {
    id: 'Membuat kunci tanda tangan dan enkripsi baru. Jalankan lagi sampai dikatakan berlaku; kunci lama diterima 90 hari.',
    en: 'Makes new signing and encryption keys. Run it until it says that they are in force; the old ones are accepted for 90 days.',
  },
  'region rotate-hub-key': {
    id: 'Membuat kunci baru ke pusat: di provinsi langsung berlaku, di wilayah lewat region add dan region join.',
    en: 'Makes a new key to the hub: at a province at once, at a region by region add and region join.',
  },
  'region rotate-token-keys': {
    id: 'Membuat kunci baru untuk token dan kuki; yang lama masih diterima, tidak ada yang dikeluarkan.',
    en: 'Makes new keys for tokens and cookies; the former are still accepted, nobody is signed out.',
  },
  'region rotate-pseudonyms': {
    id: 'Membuat kunci nama samaran berikutnya di samping yang lama. Jalankan ulang layanan, lalu jalankan lagi sampai dikatakan berlaku: kunci lama baru dihapus sesudah provinsi tahu nama baru setiap orang.',
    en: 'Makes the next key of pseudonyms beside the old one. Restart the services, then run it until it says that it is in force: the old key goes only when the province knows everybody’s new name.',
  },
  'topology apply': {
    id: 'Menulis konfigurasi, membuat aliran dan konsumen, dan memastikan setiap wilayah dilayani. Tidak pernah menghapus aliran.',
    en: 'Writes the configuration, makes streams and consumers, and sees that each region is served. It never deletes a stream.',
  },
  'topology verify': {
    id: 'Menyebut setiap perbedaan nats-server dengan topologi; tidak mengubah apa pun.',
    en: 'Names each difference between nats-server and the topology; changes nothing.',
  },
  'import roster': {
    id: 'Mengunggah daftar pegawai, menunjukkan kemajuan, dan menerapkannya. Berkas yang sama sekali lagi melanjutkan atau tidak mengubah apa pun.',
    en: 'Uploads a roster, shows its progress, and applies it. The same file again goes on where it stood, or changes nothing.',
  },
  'import completions': {
    id: 'Mengunggah riwayat pelatihan dan menunjukkan kemajuannya. Berkas yang sama sekali lagi tidak mencatat dua kali.',
    en: 'Uploads course records and shows their progress. The same file again records nothing twice.',
  },
  'backup key': {
    id: 'Sekali: membuat pasangan kunci cadangan. Simpan berkasnya di luar mesin ini; tanpa kunci itu tidak ada cadangan yang dapat dibaca.',
    en: 'Once: makes the key pair of backups. Keep the file away from this machine; without it no backup can be read.',
  },
  backup: {
    id: 'Menulis satu berkas terenkripsi berisi semua skema, kunci, kata sandi, topologi dan berkas, selagi semua berjalan. Tidak pernah menimpa.',
    en: 'Writes one encrypted file with all schemas, keys, passwords, topology and files, while everything runs. It never overwrites.',
  },
  'backup check': {
    id: 'Membaca cadangan sampai akhir dan memastikan utuh; tidak memulihkan apa pun.',
    en: 'Reads a backup to its end and sees that it is whole; brings nothing back.',
  },
  restore: {
    id: 'Memulihkan wilayah ke klaster Postgres baru dan folder kosong, dengan masa baru. Klaster lama tidak boleh dijalankan lagi.',
    en: 'Brings a region back into a fresh Postgres cluster and an empty folder, with a new epoch. The old cluster must never run again.',
  },
};

export function purposeOf(command: string, language: Language): string {
  return PURPOSES[command]?.[language] ?? '';
}
