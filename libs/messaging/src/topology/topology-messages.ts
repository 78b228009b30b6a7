import type { Messages } from '@betang/platform';
import type { Remedy } from './differences.js';
import type { TopologyErrorCode } from './topology-error.js';

type Code = `topology.${TopologyErrorCode}` | `topology.remedy.${Remedy}`;

const id: Readonly<Record<Code, string>> = {
  'topology.region-code-invalid': 'Kode wilayah harus seperti 62 atau 62.03 (kode Kemendagri).',
  'topology.subject-invalid': 'Nama layanan, peristiwa, atau tujuannya tidak sah.',
  'topology.topology-invalid': 'Berkas topologi tidak sah: perbaiki isian yang disebut, lalu ulangi.',
  'topology.topology-busy': 'Topologi sedang diubah oleh perintah lain. Tunggu sampai selesai, lalu ulangi.',
  'topology.credentials-invalid':
    'Berkas kredensial rusak atau bukan untuk server ini. Minta berkas baru kepada provinsi.',
  'topology.credentials-exposed': 'Berkas kredensial dapat dibaca pengguna lain. Ubah izinnya menjadi 0600.',
  'topology.server-refused-configuration':
    'nats-server menolak pengaturan ini dan tetap memakai yang lama. Perbaiki isian yang disebut, lalu jalankan `betang topology apply`.',
  'topology.server-not-reloaded':
    'nats-server dijalankan dengan berkas lain. Jalankan ulang dengan berkas nats.conf milik wilayah ini.',
  'topology.region-not-served':
    'Wilayah belum dapat mencapai antreannya di pusat. Jalankan `betang topology apply` lagi; bila tetap gagal, periksa log nats-server.',
  'topology.remedy.apply': 'Jalankan `betang topology apply`.',
  'topology.remedy.recreate-stream':
    'Isian ini tidak dapat diubah. Hentikan layanan, hapus aliran itu dengan sengaja, lalu jalankan `betang topology apply`: isinya dikirim ulang dari Postgres.',
  'topology.remedy.recreate-consumer':
    'Isian ini tidak dapat diubah. Jalankan `betang region remove` dan `betang region add` untuk wilayah itu: pesan yang sudah diterima akan dikenali dan dilewati.',
};

const en: Readonly<Record<Code, string>> = {
  'topology.region-code-invalid': 'A region code looks like 62 or 62.03 (code of the Ministry of Home Affairs).',
  'topology.subject-invalid': 'The name of a service, an event or its audience is not valid.',
  'topology.topology-invalid': 'The topology file is not valid: correct the field that is named, then try again.',
  'topology.topology-busy': 'Another command is changing the topology. Wait until it is done, then try again.',
  'topology.credentials-invalid':
    'The credential file is damaged or not for this server. Ask the province for a new one.',
  'topology.credentials-exposed': 'Other users can read the credential file. Set its mode to 0600.',
  'topology.server-refused-configuration':
    'nats-server refuses this setting and keeps the old one. Correct the field that is named, then run `betang topology apply`.',
  'topology.server-not-reloaded':
    "nats-server was started with another file. Start it again with this region's nats.conf.",
  'topology.region-not-served':
    'The region cannot reach its queue on the hub yet. Run `betang topology apply` again; if it still fails, look at the log of nats-server.',
  'topology.remedy.apply': 'Run `betang topology apply`.',
  'topology.remedy.recreate-stream':
    'This field cannot be changed. Stop the services, delete the stream on purpose, then run `betang topology apply`: its contents are sent again from Postgres.',
  'topology.remedy.recreate-consumer':
    'This field cannot be changed. Run `betang region remove` and `betang region add` for that region: what it has already received is recognised and skipped.',
};

/** What an operator reads about the topology, by code; made for `registerMessages`. */
export const topologyMessages: Readonly<Record<'id' | 'en', Messages>> = { id, en };
