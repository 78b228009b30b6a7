import { registerMessages } from '@betang/platform';

/** Texts of assessments by colleagues. */
const indonesian = {
  'peer-request-not-found': 'Permintaan penilaian rekan tidak ditemukan atau bukan untuk Anda.',
  'peer-request-refused': 'Permintaan penilaian rekan tidak dapat dikirim.',
  'peer-request-open': 'Masih ada permintaan penilaian rekan yang terbuka tentang pegawai ini.',
  'peer-request-ended': 'Permintaan penilaian rekan ini sudah berakhir.',
  'peer-request-of-oneself': 'Penilaian rekan tentang diri sendiri diminta oleh orang lain.',
  'peer-answers-too-few':
    'Belum cukup jawaban: sedikitnya {least} jawaban untuk satu kompetensi. Tunggu tenggatnya, minta rekan lain, atau tarik permintaannya.',
  'peer-answer-refused': 'Jawaban tidak dapat disimpan.',
  'field.peer.oneself': 'Tidak seorang pun diminta menilai dirinya sendiri.',
  'field.peer.supervisor': 'Atasan menilai sebagai atasan, bukan sebagai rekan.',
  'field.peer.asker': 'Yang meminta penilaian tidak ikut menjawab.',
  'field.peer.unknown': 'Pegawai ini tidak dikenal, sudah berhenti, atau di luar unit kerja Anda.',
  'field.peer.twice': 'Rekan ini sudah diminta.',
  'field.peer.too-few': 'Rekan yang diminta terlalu sedikit: hasil baru dihitung dari jumlah jawaban paling sedikit.',
  'field.peer.day-past': 'Tenggat sudah lewat.',
  'field.peer.day-far': 'Tenggat paling lama 90 hari.',
  'field.peer.not-asked-of': 'Kompetensi ini tidak diminta.',
  'notice.peer-asked.subject': 'Anda diminta menilai seorang rekan kerja',
  'notice.peer-asked.text': 'Ada permintaan penilaian rekan untuk Anda. Jawablah paling lambat {dueOn}.',
  'notice.peer-due.subject': 'Penilaian rekan kerja belum dijawab',
  'notice.peer-due.text': 'Permintaan penilaian rekan menunggu jawaban Anda paling lambat {dueOn}.',
  'notice.peer-withdrawn.subject': 'Permintaan penilaian rekan ditarik',
  'notice.peer-withdrawn.text': 'Permintaan penilaian rekan dengan tenggat {dueOn} ditarik; jawabannya dihapus.',
  'notice.peer-result.subject': 'Hasil penilaian rekan kerja',
  'notice.peer-result.text': 'Hasil gabungan penilaian {answers} rekan kerja tentang Anda dapat dilihat.',
  'notice.peer-closed.subject': 'Permintaan penilaian rekan ditutup',
  'notice.peer-closed.text': 'Permintaan penilaian rekan dengan tenggat {dueOn} ditutup dan hasilnya dicatat.',
  'notice.peer-too-few.subject': 'Jawaban penilaian rekan tidak cukup',
  'notice.peer-too-few.text':
    'Permintaan penilaian rekan dengan tenggat {dueOn} berakhir tanpa cukup jawaban; tidak ada yang dicatat.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'peer-request-not-found': 'There is no such request for a peer assessment, or it is not to you.',
  'peer-request-refused': 'The request for a peer assessment cannot be sent.',
  'peer-request-open': 'A request for a peer assessment of this person is still open.',
  'peer-request-ended': 'This request for a peer assessment has ended.',
  'peer-request-of-oneself': 'A peer assessment of oneself is asked for by somebody else.',
  'peer-answers-too-few':
    'Too few answers yet: at least {least} of one competency. Wait for the day, ask more colleagues, or withdraw the request.',
  'peer-answer-refused': 'The answer cannot be saved.',
  'field.peer.oneself': 'Nobody is asked to assess herself.',
  'field.peer.supervisor': 'A supervisor assesses as supervisor, not as a colleague.',
  'field.peer.asker': 'Who asks for the assessment does not answer.',
  'field.peer.unknown': 'This person is not known, has left, or is outside your units.',
  'field.peer.twice': 'This colleague was asked already.',
  'field.peer.too-few': 'Too few colleagues are asked: a result counts from the least number of answers on.',
  'field.peer.day-past': 'The day has passed.',
  'field.peer.day-far': 'The day is 90 days ahead at most.',
  'field.peer.not-asked-of': 'This competency was not asked about.',
  'notice.peer-asked.subject': 'You are asked to assess a colleague',
  'notice.peer-asked.text': 'There is a request for a peer assessment to you. Please answer by {dueOn}.',
  'notice.peer-due.subject': 'A peer assessment is not answered',
  'notice.peer-due.text': 'A request for a peer assessment waits for your answer by {dueOn}.',
  'notice.peer-withdrawn.subject': 'A request for a peer assessment was withdrawn',
  'notice.peer-withdrawn.text': 'The request for a peer assessment due {dueOn} was withdrawn; its answers are deleted.',
  'notice.peer-result.subject': 'Result of a peer assessment',
  'notice.peer-result.text': 'What {answers} colleagues said of you together can be seen.',
  'notice.peer-closed.subject': 'A request for a peer assessment is closed',
  'notice.peer-closed.text': 'The request for a peer assessment due {dueOn} is closed and its result recorded.',
  'notice.peer-too-few.subject': 'Too few answers to a peer assessment',
  'notice.peer-too-few.text':
    'The request for a peer assessment due {dueOn} ended without enough answers; nothing is recorded.',
};

registerMessages({ id: indonesian, en: english });
