import { registerMessages } from '@betang/platform';
import './pattern-examples.js';

/** Texts for people; the key is an error code. */
const indonesian = {
  'person-not-found': 'Pegawai tidak ditemukan atau berada di luar unit kerja Anda.',
  'rule-refused': 'Aturan ditolak.',
  'rule-proposal-not-found': 'Usulan aturan tidak ditemukan.',
  'rule-proposal-decided': 'Usulan aturan ini sudah diputuskan.',
  'second-officer-needed': 'Yang mengusulkan tidak boleh menyetujui: perlu petugas kedua.',
  'recalculation-not-found': 'Penghitungan ulang tidak ditemukan.',
  'reminder-twice': 'Satu tanggal hanya boleh sekali dalam kalender pengingat.',
  'notice.hours-missing.subject': 'Jam pelajaran Anda belum terpenuhi',
  'notice.hours-missing.text':
    'Untuk tahun {year} masih kurang {missing} JP. Lihat rencana belajar dan ajukan klaim bila ada pelatihan yang belum tercatat.',
  'notice.reminder-missed.subject': 'Pengingat jam pelajaran tidak terkirim',
  'notice.reminder-missed.text':
    'Pengingat tanggal {dueOn} tidak terkirim kepada semua pegawai karena layanan tidak berjalan. Bila masih berguna, kirim pengingat secara manual.',
  'field.rule.path-unknown': 'Jalur pengembangan ini tidak dikenal.',
  'field.rule.nothing-to-withdraw': 'Tidak ada aturan daerah dengan tanggal mulai ini.',
  'field.rule.programme-states-hours': 'Jalur ini memakai JP program; kosongkan.',
  'field.rule.worth-missing': 'Isi JP untuk satu satuan.',
  'field.rule.bonus-not-for-unit': 'Persentase tambahan hanya untuk jalur yang memakai JP program.',
  'field.rule.cap-incomplete': 'Batas memerlukan periode dan jumlahnya, atau tidak sama sekali.',
  'field.rule.most-below-least': 'Batas terbanyak lebih kecil daripada kewajiban.',
  'field.rule.ends-before-it-begins': 'Tanggal akhir sebelum tanggal mulai.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'person-not-found': 'There is no such employee, or not in your units.',
  'rule-refused': 'The rule was refused.',
  'rule-proposal-not-found': 'There is no such proposal of a rule.',
  'rule-proposal-decided': 'This proposal is decided already.',
  'second-officer-needed': 'Who proposed it may not approve it: a second officer is needed.',
  'recalculation-not-found': 'There is no such recalculation.',
  'reminder-twice': 'A day stands in the calendar of reminders once.',
  'notice.hours-missing.subject': 'Your learning hours are not complete',
  'notice.hours-missing.text':
    'Still missing for {year}: {missing} JP. Look at what you can learn, and claim trainings that are not on record.',
  'notice.reminder-missed.subject': 'A reminder of learning hours was not sent',
  'notice.reminder-missed.text':
    'The reminder of {dueOn} was not sent to everyone, because the service did not run. Where it still helps, send one by hand.',
  'field.rule.path-unknown': 'This path of development is not known.',
  'field.rule.nothing-to-withdraw': 'The region has no rule with this first day.',
  'field.rule.programme-states-hours': 'The programme states the hours of this path: leave it out.',
  'field.rule.worth-missing': 'State the hours of one unit.',
  'field.rule.bonus-not-for-unit': 'A bonus is for paths whose programme states its hours.',
  'field.rule.cap-incomplete': 'A cap needs its period and its amount, or neither.',
  'field.rule.most-below-least': 'The most that counts is below the least that is due.',
  'field.rule.ends-before-it-begins': 'The last day is before the first.',
};

registerMessages({ id: indonesian, en: english });
