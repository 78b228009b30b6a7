import type { Language } from '@betang/platform';

const id = {
  usage: 'Pemakaian: betang <perintah> [--region 62.03 | --data FOLDER] [--json] [--language id|en]',
  'usage.errors': 'Semua kesalahan dan jalan keluarnya: betang help errors',
  'status.heading': 'Wilayah {region} ({role}) · masa {epoch} · {time} · {folder}',
  'status.services': 'Layanan',
  'status.ready': 'siap',
  'status.not-ready': 'belum siap',
  'status.unreachable': 'tidak menjawab',
  'status.own': 'Terkirim',
  'status.received': 'Diterima',
  'status.line.own': 'terkirim {sent}, dikonfirmasi {received} oleh {receiver}, rantai {chain}, per {time}: {state}',
  'status.line.received': 'diterima {received} dari {sent}, rantai {chain}, per {time}: {state}',
  'status.line.unstated': 'diterima {received} tanpa celah, rantai {chain}; pengirim tidak menyatakan ujung jalur ini',
  'status.streams': 'Aliran nats-server',
  'status.places': 'Wilayah di pusat',
  'status.place': '{region}: {state}, menunggu {pending}, belum diakui {unacknowledged}',
  'status.disk': 'Ruang disk tersisa {free} dari {total}',
  'status.waiting': 'Menunggu dikirim',
  'status.waiting.line': '{service} ke {destination}: {waiting}, tertinggal {seconds} s',
  'status.well': 'Semua baik.',
  'status.problems': 'Perlu ditangani',
  'state.complete': 'lengkap, tidak ada yang hilang',
  'state.underway': 'sedang berjalan',
  'state.unconfirmed': 'belum dikonfirmasi',
  'state.not-proven': 'BELUM TERBUKTI',
  'chain.equal': 'sama',
  'chain.differs': 'BERBEDA',
  'chain.unknown': 'tidak diketahui',
  'chain.unbroken': 'tidak terputus',
  'parked.none': 'Tidak ada peristiwa yang disisihkan.',
  'parked.more': 'Masih ada lagi: tambahkan --cursor {cursor}',
  'parked.retried': '{id}: akan dicoba lagi, beserta semua yang menunggu di belakangnya.',
  'parked.discarded': '{id}: dibuang dengan alasan yang dicatat; yang menunggu di belakangnya akan dicoba lagi.',
  'config.problems': 'Dengan pengaturan ini proses tidak akan mulai:',
  'incidents.none': 'Tidak ada kejadian yang belum ditangani.',
  'incidents.acknowledged': '{count} kejadian dicatat sebagai selesai, dengan alasannya.',
  'replay.asked': 'Posisi {from} sampai {to} diminta lagi ({requestId}).',
  'verify.sound': 'Semua rantai cocok: {checked} peristiwa dihitung ulang.',
  'verify.differences': 'Ada {count} perbedaan.',
  'verify.published':
    '{service} {audience} {epoch}: {checked} dari {head} dihitung ulang, {notKept} tidak disimpan lagi',
  'verify.received': '{reader} ← {region} {service} {audience} {epoch}: {checked} dari {archived} dihitung ulang',
  'epoch.opened': 'Masa baru {epoch} dibuka (sebelumnya {parent}). Jalankan ulang semua layanan wilayah ini.',
  'region.initialised':
    'Wilayah {region} siap di {folder}: masa {epoch}, {migrations} migrasi dijalankan.\nLangkah berikut: jalankan nats-server -c {config}, lalu betang topology apply, lalu layanan.',
  'region.registration':
    'Pendaftaran ditulis ke {file}.\nSidik: {fingerprint} (bacakan kepada provinsi lewat jalan lain)',
  'region.added':
    'Wilayah {region} ditambahkan; berkas gabung ditulis ke {file}.\nSidik pendaftaran yang diterima: {received} (harus sama dengan yang dibacakan wilayah)\nSidik berkas gabung: {fingerprint} (bacakan kepada wilayah lewat jalan lain)',
  'region.joined':
    'Wilayah {region} bergabung dengan provinsi {province} di {hubUrl}. Jalankan ulang layanan wilayah ini.',
  'region.suspended': 'Wilayah {region} ditangguhkan. Peristiwanya menunggu di wilayah itu.',
  'region.resumed': 'Wilayah {region} diizinkan lagi.',
  'region.removed': 'Wilayah {region} dikeluarkan. Yang pernah dibagikannya tetap ada pada penerimanya.',
  'keys.announced.region':
    'Kunci baru dibuat dan menunggu. Serahkan {file} kepada provinsi (betang region add), lalu jalankan perintah ini lagi.',
  'keys.announced.hub': 'Kunci baru dibuat dan diumumkan. Jalankan perintah ini lagi sesudah daftar provinsi terkirim.',
  'keys.waiting': 'Kunci baru belum diketahui semua pihak. Jalankan perintah ini lagi nanti.',
  'keys.active': 'Kunci baru berlaku. Layanan memakainya dalam setengah menit, tanpa dijalankan ulang.',
  'hub-key.active': 'Kunci baru ke pusat berlaku. Layanan memakainya tanpa dijalankan ulang.',
  'hub-key.waiting':
    'Kunci baru ke pusat menunggu. Serahkan {file} (sidik {fingerprint}) kepada provinsi (betang region add), lalu jalankan betang region join dengan jawabannya.',
  'token-keys.rotated': 'Kunci token {keyId} dibuat. Identity memakainya dalam setengah menit.',
  'topology.unchanged': 'Tidak ada yang perlu diubah.',
  'topology.changed': '{count} hal diubah.',
  'topology.well': 'nats-server sesuai dengan topologi.',
  'import.progress': '{state}: {done} dari {total} baris',
  'import.done': '{file}: {counts}',
  'backup.key': 'Kunci rahasia ditulis ke {file}: simpan di luar mesin ini. Kunci umum: {recipient}',
  'backup.table': '{table}: {rows}',
  'backup.done': 'Cadangan {file}: {tables} tabel, {bytes}, masa {epoch}.',
  'backup.checked': 'Cadangan utuh: {entries} bagian, wilayah {region}, dibuat {createdAt}.',
  'restore.done':
    'Wilayah {region} dipulihkan dari cadangan {createdAt}: {rows} baris. Masa baru {epoch} dibuka (sebelumnya {parent}).\nLangkah berikut: jalankan nats-server -c {config}, lalu betang topology apply, lalu layanan. Sesudah terhubung lagi, betang status menyebut yang hilang sejak cadangan.',
  'operator.invited':
    'Akun {name} dibuat. Undangan sekali pakai ada di {file}, berlaku sampai {time}: serahkan secara pribadi, lalu hapus berkasnya.\nDiterima di {url}',
  'login.open': 'Buka {url} di peramban, masuklah, lalu ketik kode {code}',
  'login.done': 'Anda masuk sebagai operator wilayah {region}.',
  'logout.done': 'Anda sudah keluar di mesin ini.',
  'logout.nobody': 'Tidak ada yang masuk di mesin ini.',
  'failure.remedy': 'Jalan keluar: {remedy}',
} as const;

export type CliText = keyof typeof id;

const en: Record<CliText, string> = {
  usage: 'Usage: betang <command> [--region 62.03 | --data FOLDER] [--json] [--language id|en]',
  'usage.errors': 'All errors and what to do about them: betang help errors',
  'status.heading': 'Region {region} ({role}) · epoch {epoch} · {time} · {folder}',
  'status.services': 'Services',
  'status.ready': 'ready',
  'status.not-ready': 'not ready',
  'status.unreachable': 'does not answer',
  'status.own': 'Sent',
  'status.received': 'Received',
  'status.line.own': 'sent {sent}, confirmed {received} by {receiver}, chain {chain}, as of {time}: {state}',
  'status.line.received': 'received {received} of {sent}, chain {chain}, as of {time}: {state}',
  'status.line.unstated': 'received {received} without a gap, chain {chain}; the sender states no head of this line',
  'status.streams': 'Streams of nats-server',
  'status.places': 'Regions on the hub',
  'status.place': '{region}: {state}, {pending} waiting, {unacknowledged} unacknowledged',
  'status.disk': 'Disk space left: {free} of {total}',
  'status.waiting': 'Waiting to be sent',
  'status.waiting.line': '{service} to {destination}: {waiting}, {seconds} s behind',
  'status.well': 'All is well.',
  'status.problems': 'To be looked at',
  'state.complete': 'complete, nothing is lost',
  'state.underway': 'under way',
  'state.unconfirmed': 'not confirmed yet',
  'state.not-proven': 'NOT PROVEN',
  'chain.equal': 'equal',
  'chain.differs': 'DIFFERS',
  'chain.unknown': 'not known',
  'chain.unbroken': 'unbroken',
  'parked.none': 'No event is parked.',
  'parked.more': 'There are more: add --cursor {cursor}',
  'parked.retried': '{id}: will be tried again, with all that wait behind it.',
  'parked.discarded': '{id}: discarded, with the reason on record; what waits behind it will be tried again.',
  'config.problems': 'With these settings the process would not start:',
  'incidents.none': 'No incident waits to be dealt with.',
  'incidents.acknowledged': '{count} acknowledged, with the reason on record.',
  'replay.asked': 'Positions {from} to {to} asked for again ({requestId}).',
  'verify.sound': 'All chains agree: {checked} events recomputed.',
  'verify.differences': 'There are {count} differences.',
  'verify.published': '{service} {audience} {epoch}: {checked} of {head} recomputed, {notKept} no longer kept',
  'verify.received': '{reader} ← {region} {service} {audience} {epoch}: {checked} of {archived} recomputed',
  'epoch.opened': 'New epoch {epoch} opened (before: {parent}). Restart all services of this region.',
  'region.initialised':
    'Region {region} is ready in {folder}: epoch {epoch}, {migrations} migrations applied.\nNext: start nats-server -c {config}, then betang topology apply, then the services.',
  'region.registration':
    'The registration is in {file}.\nFingerprint: {fingerprint} (read it to the province by another way)',
  'region.added':
    'Region {region} added; the join file is {file}.\nFingerprint of the registration that came: {received} (the region must read the same one to you)\nFingerprint of the join file: {fingerprint} (read it to the region by another way)',
  'region.joined': 'Region {region} has joined province {province} at {hubUrl}. Restart the services of this region.',
  'region.suspended': 'Region {region} is suspended. Its events wait at home.',
  'region.resumed': 'Region {region} is let in again.',
  'region.removed': 'Region {region} is removed. What it has shared stays with those who have it.',
  'keys.announced.region':
    'New keys are made and wait. Hand {file} to the province (betang region add), then run this command again.',
  'keys.announced.hub': "New keys are made and announced. Run this command again when the province's list has left.",
  'keys.waiting': 'The new keys are not known to everyone yet. Run this command again later.',
  'keys.active': 'The new keys are in force. The services take them up within half a minute, without a restart.',
  'hub-key.active': 'The new key to the hub is in force. The services take it up without a restart.',
  'hub-key.waiting':
    'The new key to the hub waits. Hand {file} (fingerprint {fingerprint}) to the province (betang region add), then run betang region join with its answer.',
  'token-keys.rotated': 'Token key {keyId} is made. Identity takes it up within half a minute.',
  'topology.unchanged': 'There was nothing to change.',
  'topology.changed': '{count} things changed.',
  'topology.well': 'nats-server is what the topology says.',
  'import.progress': '{state}: {done} of {total} rows',
  'import.done': '{file}: {counts}',
  'backup.key': 'The private key is in {file}: keep it away from this machine. Public key: {recipient}',
  'backup.table': '{table}: {rows}',
  'backup.done': 'Backup {file}: {tables} tables, {bytes}, epoch {epoch}.',
  'backup.checked': 'The backup is whole: {entries} parts, region {region}, made {createdAt}.',
  'restore.done':
    'Region {region} restored from the backup of {createdAt}: {rows} rows. New epoch {epoch} opened (before: {parent}).\nNext: start nats-server -c {config}, then betang topology apply, then the services. Once linked again, betang status names what was lost since the backup.',
  'operator.invited':
    'Account {name} is made. The one-time invitation is in {file}, valid until {time}: hand it over in private, then delete the file.\nAccepted at {url}',
  'login.open': 'Open {url} in a browser, sign in, and type the code {code}',
  'login.done': 'You are signed in as an operator of region {region}.',
  'logout.done': 'You are signed out on this machine.',
  'logout.nobody': 'Nobody is signed in on this machine.',
  'failure.remedy': 'What to do: {remedy}',
};

const TEXTS: Record<Language, Record<CliText, string>> = { id, en };

/** A text of the operator's tool, its placeholders filled in. */
export function cliText(
  language: Language,
  key: CliText,
  params: Readonly<Record<string, string | number>> = {},
): string {
  return fillIn(TEXTS[language][key], params);
}

export function fillIn(text: string, params: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
