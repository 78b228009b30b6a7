import { amountMessages } from '@betang/asn';
import { registerMessages } from '@betang/platform';
import './pattern-examples.js';

/** Texts for people; the key is an error code, `field.<code>` for one field. */
const indonesian = {
  'completion-refused': 'Penyelesaian pelatihan tidak dapat dicatat.',
  'completion-not-found': 'Penyelesaian pelatihan tidak ditemukan atau berada di luar unit kerja Anda.',
  'completion-revoked-already': 'Penyelesaian pelatihan ini sudah dicabut.',
  'employee-unknown': 'Pegawai belum tercatat di wilayah ini atau berada di luar unit kerja Anda.',
  'completion-import-not-found': 'Impor tidak ditemukan.',
  'completion-import-failed':
    'Impor terhenti karena kesalahan sistem. Unggah lagi; yang sudah masuk tidak tercatat dua kali.',
  'course-file-empty': 'Berkas kosong atau tidak terunggah.',
  'course-file-columns-missing': 'Kolom berikut tidak ada di berkas: {columns}.',
  'course-file-damaged': 'Berkas rusak atau tidak utuh. Buka di Excel, simpan sebagai berkas baru, lalu unggah lagi.',
  'programme-refused': 'Program pelatihan tidak dapat disimpan.',
  'programme-not-found': 'Program pelatihan tidak ditemukan.',
  'programme-withdrawn': 'Program pelatihan ini sudah ditarik.',
  'programme-not-published': 'Program pelatihan ini belum diterbitkan.',
  'programme-published-already': 'Program pelatihan ini sudah diterbitkan dan tidak berubah sejak itu.',
  'session-refused': 'Sesi pelatihan tidak dapat dijadwalkan.',
  'field.completion.path-unknown': 'Jalur pengembangan ini tidak dikenal.',
  'field.completion.ends-before-start': 'Tanggal selesai sebelum tanggal mulai.',
  'field.completion.in-future': 'Tanggal selesai belum tiba.',
  'field.completion.too-early': 'Tanggal mulai terlalu lama berlalu.',
  'field.completion.programme-unknown':
    'Program ini tidak ada di katalog wilayah ini. Pilih dari katalog, atau kosongkan; program daerah lain muncul setelah datanya tiba.',
  'field.completion.session-unknown':
    'Sesi ini tidak dikenal di wilayah ini. Pilih dari daftar sesi, atau kosongkan; sesi daerah lain muncul setelah datanya tiba.',
  'field.completion.session-of-another-programme':
    'Sesi ini milik program lain. Perbaiki programnya, atau kosongkan salah satunya.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'completion-refused': 'The completion cannot be recorded.',
  'completion-not-found': 'There is no such completion, or not in your units.',
  'completion-revoked-already': 'This completion is revoked already.',
  'employee-unknown': 'The employee is not on record in this region, or not in your units.',
  'completion-import-not-found': 'There is no such import.',
  'completion-import-failed': 'A system error stopped the import. Upload again; nothing is recorded twice.',
  'course-file-empty': 'The file is empty, or none was uploaded.',
  'course-file-columns-missing': 'These columns are missing in the file: {columns}.',
  'course-file-damaged':
    'The file is damaged or not whole. Open it in a spreadsheet, save it as a new file and upload that.',
  'programme-refused': 'The programme cannot be saved.',
  'programme-not-found': 'There is no such programme.',
  'programme-withdrawn': 'This programme was withdrawn.',
  'programme-not-published': 'This programme is not published.',
  'programme-published-already': 'This programme is published, and has not changed since.',
  'session-refused': 'The session cannot be scheduled.',
  'field.completion.path-unknown': 'This path of development is not known.',
  'field.completion.ends-before-start': 'The last day is before the first.',
  'field.completion.in-future': 'The last day is yet to come.',
  'field.completion.too-early': 'The first day is too long ago.',
  'field.completion.programme-unknown':
    'This programme is not in the catalogue here. Choose one from it, or leave it out; those of other regions are there once they have arrived.',
  'field.completion.session-unknown':
    'This session is not known here. Choose one from the list, or leave it out; those of other regions are there once they have arrived.',
  'field.completion.session-of-another-programme':
    'This session is one of another programme. Correct the programme, or leave one of them out.',
};

registerMessages({ id: indonesian, en: english });
registerMessages(amountMessages('field.completion.'));
