import { registerMessages } from '@betang/platform';
import './pattern-examples.js';

const id = {
  'event-not-found':
    'Wilayah ini tidak mengenal peristiwa itu: tidak diterbitkan atau diterima di sini, atau sudah tidak disimpan.',
  'parked-not-found': 'Peristiwa yang disisihkan itu tidak ada.',
  'parked-decided': 'Peristiwa itu sudah diterapkan atau sudah dibuang.',
  'parked-not-retryable':
    'Pesan itu bukan peristiwa yang dapat dibaca. Minta pengirim memeriksanya, lalu buang pesan itu.',
  'incident-not-found': 'Kejadian itu tidak ada.',
  'incident-acknowledged': 'Kejadian itu sudah dicatat sebagai selesai.',
  'replay-not-needed': 'Tidak ada yang kurang: semua sampai posisi {position} sudah diterima.',
  'replay-too-long': 'Paling banyak {most} posisi dalam satu permintaan.',
  'replay-origin-unknown': 'Wilayah pengirim itu tidak dikenal di sini. Yang dikenal: {known}.',
  'replay-audience-not-ours':
    'Tujuan itu bukan untuk wilayah ini: dari wilayah {region} yang dapat diminta hanya {known}.',
  'replay-epoch-unknown': 'Wilayah {region} tidak punya masa itu. Yang dikenal, yang sekarang lebih dahulu: {known}.',
  'replay-line-unknown':
    'Dari layanan {service} wilayah {region} tidak ada yang dikenal untuk {audience} dalam masa itu. Yang dikenal: {known}.',
  'replay-range-reversed': 'Posisi pertama lebih besar daripada posisi terakhir, {to}.',
  'replay-beyond-end': 'Posisi itu tidak ada: yang dikenal dari jalur itu sampai posisi {position}.',
  'replay-origin-stopped':
    'Jalur itu berhenti karena bercabang atau terlalu banyak yang disisihkan. Lihat `betang status`.',
  'delivery-not-leading': 'Pengantaran layanan ini sedang dimulai atau dijalankan proses lain. Coba lagi sebentar.',
} as const;

const en: Record<keyof typeof id, string> = {
  'event-not-found':
    'This region does not know that event: it was neither published nor received here, or is no longer kept.',
  'parked-not-found': 'There is no such parked event.',
  'parked-decided': 'That event has been applied or discarded already.',
  'parked-not-retryable': 'That message is no event that can be read. Have its sender look at it, then discard it.',
  'incident-not-found': 'There is no such incident.',
  'incident-acknowledged': 'That incident has been acknowledged already.',
  'replay-not-needed': 'Nothing is missing: everything up to position {position} has been received.',
  'replay-too-long': 'At most {most} positions in one request.',
  'replay-origin-unknown': 'That region is not known here as a sender. Those that are: {known}.',
  'replay-audience-not-ours': 'That audience is not this region’s: of region {region} it may ask for {known} alone.',
  'replay-epoch-unknown': 'Region {region} has no such epoch. Those that are known, the present one first: {known}.',
  'replay-line-unknown':
    'Nothing is known of what service {service} of region {region} says to {audience} in that epoch. Lines that are known: {known}.',
  'replay-range-reversed': 'The first position is greater than the last one, {to}.',
  'replay-beyond-end': 'There is no such position: that line is known up to position {position}.',
  'replay-origin-stopped': 'That line has stopped at a fork or at the limit of parked events. See `betang status`.',
  'delivery-not-leading': "This service's delivery is starting or run by another process. Try again in a moment.",
};

registerMessages({ id, en });
