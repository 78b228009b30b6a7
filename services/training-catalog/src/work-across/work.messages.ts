import { registerMessages } from '@betang/platform';

/** Texts of work and tests across regions. */
const indonesian = {
  'attempt-open': 'Masih ada pengerjaan tes yang terbuka.',
  'paper-not-there': 'Naskah tes belum diterima dari penyelenggara; coba lagi sebentar lagi.',
  'paper-too-large': 'Naskah tes ini terlalu besar untuk dikirim ke wilayah lain; hubungi penyelenggara.',
  'work-too-large': 'Teks ini terlalu panjang untuk dikirim ke wilayah lain.',
  'file-damaged': 'Berkas rusak dalam perjalanan; kumpulkan lagi.',
  'notice.training.refused-elsewhere.subject': 'Hasil kerja atau tes tidak diterima',
  'notice.training.refused-elsewhere.text':
    'Penyelenggara “{title}” tidak menerima kiriman; alasan tercatat pada halaman pelatihan.',
  'notice.training.paper-there.subject': 'Naskah tes sudah tersedia',
  'notice.training.paper-there.text': 'Naskah tes “{title}” sudah tersedia; waktu berjalan setelah dibuka.',
  'notice.training.test-scored.subject': 'Tes dinilai',
  'notice.training.test-scored.text': 'Tes pada “{title}” sudah dinilai.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'attempt-open': 'There is a sitting that has not ended.',
  'paper-not-there': 'The paper has not come from the host yet; try again shortly.',
  'paper-too-large': 'This paper is too large to be sent to another region; ask the organiser.',
  'work-too-large': 'This text is too long to be sent to another region.',
  'file-damaged': 'The file was damaged on its way; hand it in again.',
  'notice.training.refused-elsewhere.subject': 'Work or a sitting was not accepted',
  'notice.training.refused-elsewhere.text':
    'The organiser of “{title}” did not accept what was sent; the reason stands on the page of the training.',
  'notice.training.paper-there.subject': 'The paper of a test is there',
  'notice.training.paper-there.text': 'The paper of a test of “{title}” is there; the time runs once it is opened.',
  'notice.training.test-scored.subject': 'A test was marked',
  'notice.training.test-scored.text': 'A test of “{title}” was marked.',
};

registerMessages({ id: indonesian, en: english });
