type Texts = Readonly<Record<'id' | 'en', string>>;

/** Problems of the roster itself; those of single values have their texts where the values are defined. */
export const rosterProblemMessages: Readonly<Record<string, Texts>> = {
  'roster.name-missing': { id: 'Nama pegawai belum diisi.', en: 'The name is missing.' },
  'roster.agency-missing': { id: 'Perangkat daerah belum diisi.', en: 'The agency is missing.' },
  'roster.agency-unknown': { id: 'Perangkat daerah belum terdaftar.', en: 'The agency is not on record.' },
  'roster.duplicate-number': {
    id: 'NIP/NI PPPK ini sudah dipakai pada baris {row}.',
    en: 'Row {row} has the same employee number.',
  },
  'roster.number-of-another': {
    id: 'NIP/NI PPPK ini tercatat atas nama orang lain.',
    en: 'This employee number is on record under the name of somebody else.',
  },
  'roster.transferred-out': {
    id: 'Pegawai ini sudah pindah ke daerah lain.',
    en: 'This employee was taken over by another region.',
  },
  'roster.column-lost-precision': {
    id: 'Seluruh kolom NIP pernah disimpan sebagai angka, sehingga angka terakhirnya tidak dapat dipercaya.',
    en: 'The whole column of employee numbers was once stored as numbers, so their last digits cannot be trusted.',
  },
  'roster.text-too-long': {
    id: 'Isian lebih panjang dari {maximum} huruf.',
    en: 'The text has more than {maximum} characters.',
  },
  'roster.unit-unknown': { id: 'Unit kerja belum terdaftar.', en: 'The unit is not on record.' },
  'roster.unit-ambiguous': {
    id: 'Ada beberapa unit kerja dengan nama ini di perangkat daerah tersebut.',
    en: 'The agency has several units of this name.',
  },
  'roster.same-person-suspected': {
    id: 'Ada pegawai lain dengan nama dan tanggal lahir yang sama tetapi nomor berbeda.',
    en: 'Another employee has the same name and birth date under another number.',
  },
  'first-day.unreadable': {
    id: 'TMT tidak terbaca atau tidak ada di kalender. Tanggal ini tidak dicatat.',
    en: 'The first day (TMT) cannot be read or is not in the calendar. It is left out.',
  },
  'first-day.to-come': {
    id: 'TMT ini belum tiba pada hari berlakunya daftar. Tanggal ini tidak dicatat.',
    en: 'The first day (TMT) is after the day from which the list holds. It is left out.',
  },
  'person.asks': {
    id: 'Pegawai meminta datanya diperbaiki.',
    en: 'The person asks to have the record put right.',
  },
  other: { id: 'Baris ini tidak dapat dibaca.', en: 'This row cannot be read.' },
};

const CHECK_AGAINST_DECREE: Texts = {
  id: 'Cocokkan dengan SK pengangkatan atau SIASN, perbaiki di berkas, lalu unggah lagi.',
  en: 'Compare it with the decree of appointment or SIASN, correct the file and upload it again.',
};
const FILL_IN: Texts = {
  id: 'Isi sel ini di berkas, lalu unggah lagi.',
  en: 'Fill in the cell in the file and upload it again.',
};
const CORRECT_CELL: Texts = {
  id: 'Perbaiki isi sel ini di berkas, lalu unggah lagi.',
  en: 'Correct the cell in the file and upload it again.',
};
const TAKEN_AND_QUEUED: Texts = {
  id: 'Baris tetap diimpor. Periksa lewat antrean perbaikan data, dan perbaiki di sumber yang keliru.',
  en: 'The row is taken all the same. Check it in the correction queue, and correct the source that is wrong.',
};

/** What an officer can do, by code. */
export const remedies: Readonly<Record<string, Texts>> = {
  'employee-number.empty': FILL_IN,
  'employee-number.not-digits': CHECK_AGAINST_DECREE,
  'employee-number.length': CHECK_AGAINST_DECREE,
  'employee-number.birth-date': CHECK_AGAINST_DECREE,
  'employee-number.appointment-month': CHECK_AGAINST_DECREE,
  'employee-number.sex': CHECK_AGAINST_DECREE,
  'employee-number.birth-to-come': CHECK_AGAINST_DECREE,
  'employee-number.birth-too-long-ago': CHECK_AGAINST_DECREE,
  'employee-number.appointed-too-young': CHECK_AGAINST_DECREE,
  'employee-number.damaged': {
    id: 'Ubah format kolom NIP menjadi Teks, lalu salin ulang nomornya dari sumber asli (tiga angka terakhir sudah hilang).',
    en: 'Set the format of the column to Text, then copy the number again from the original source (its last three digits are gone).',
  },
  'roster.column-lost-precision': {
    id: 'Buat ulang berkas dari sumber asli dengan kolom NIP berformat Teks. Jangan mengubah format sesudah angka terlanjur tersimpan.',
    en: 'Make the file again from the original source with the column set to Text. Changing the format afterwards does not bring digits back.',
  },
  'employment-status.unknown': {
    id: 'Tulis CPNS, PNS, PPPK, atau PPPK Paruh Waktu. Tenaga honorer tidak termasuk ASN: hapus barisnya.',
    en: 'Write CPNS, PNS, PPPK or PPPK Paruh Waktu. Staff without that status are no civil servants: delete the row.',
  },
  'grade.unknown': { id: 'Tulis seperti III/a (PNS) atau IX (PPPK).', en: 'Write it as III/a (PNS) or IX (PPPK).' },
  'grade.ambiguous': { id: 'Tulis seperti III/a (PNS) atau IX (PPPK).', en: 'Write it as III/a (PNS) or IX (PPPK).' },
  'grade.scheme': {
    id: 'Periksa status kepegawaian dan golongan: PNS memakai I/a sampai IV/e, PPPK memakai I sampai XVII.',
    en: 'Check status and grade: PNS have I/a to IV/e, PPPK have I to XVII.',
  },
  'position-type.unknown': {
    id: 'Tulis JPT Pratama, Administrator, Pengawas, Fungsional (dengan jenjang), atau Pelaksana.',
    en: 'Write JPT Pratama, Administrator, Pengawas, Fungsional (with its level) or Pelaksana.',
  },
  'position-type.ambiguous': {
    id: 'Sebutkan jenjangnya: JPT Utama, JPT Madya, JPT Pratama, Administrator, atau Pengawas.',
    en: 'State the level: JPT Utama, JPT Madya, JPT Pratama, Administrator or Pengawas.',
  },
  'calendar-date.shape': { id: 'Tulis tanggal seperti 26-09-1986.', en: 'Write the date as 26-09-1986.' },
  'calendar-date.two-digit-year': {
    id: 'Tulis tahun dengan empat angka, misalnya 1986.',
    en: 'Write the year with four digits, such as 1986.',
  },
  'calendar-date.not-in-calendar': CORRECT_CELL,
  'sex.unknown': { id: 'Tulis L atau P.', en: 'Write L or P.' },
  'roster.name-missing': FILL_IN,
  'roster.agency-missing': FILL_IN,
  'roster.agency-unknown': {
    id: 'Daftarkan perangkat daerahnya dahulu, atau izinkan impor mencatat unit baru.',
    en: 'Record the agency first, or let the import record new units.',
  },
  'roster.text-too-long': CORRECT_CELL,
  'roster.duplicate-number': {
    id: 'Hapus baris ganda, atau perbaiki NIP/NI PPPK salah satunya.',
    en: 'Delete the row that is double, or correct one of the two numbers.',
  },
  'roster.number-of-another': {
    id: 'Periksa nomornya. Bila orangnya memang sama (ganti nama), nyatakan demikian di antrean perbaikan data, lalu impor lagi.',
    en: 'Check the number. If it is one person whose name changed, say so in the correction queue and import again.',
  },
  'roster.transferred-out': {
    id: 'Hapus barisnya. Bila pegawai kembali, daerah itu melepasnya lewat mutasi.',
    en: 'Delete the row. Whoever comes back is released by that region.',
  },
  'roster.unit-unknown': TAKEN_AND_QUEUED,
  'roster.unit-ambiguous': TAKEN_AND_QUEUED,
  'roster.same-person-suspected': TAKEN_AND_QUEUED,
  'employee-number.birth-date-disagrees': TAKEN_AND_QUEUED,
  'employee-number.sex-disagrees': TAKEN_AND_QUEUED,
  'employee-number.status-disagrees': TAKEN_AND_QUEUED,
  'employee-number.appointment-before-birth': TAKEN_AND_QUEUED,
  'employee-dates.old-in-service': {
    id: 'Baris tetap diimpor. Bila sudah pensiun atau meninggal, catat keluarnya; bila tanggal lahirnya keliru, perbaiki lewat antrean perbaikan data.',
    en: 'The row is taken all the same. Record the leaving of who has retired or died; correct a wrong birth date in the correction queue.',
  },
  'employee-dates.appointed-far-ahead': TAKEN_AND_QUEUED,
  'first-day.unreadable': {
    id: 'Tulis tanggal seperti 01-04-2019 di berkas, lalu unggah lagi.',
    en: 'Write the date as 01-04-2019 in the file and upload it again.',
  },
  'first-day.to-come': {
    id: 'Perbaiki tahunnya di berkas, atau unggah lagi sesudah hari itu tiba.',
    en: 'Correct the year in the file, or upload it again once that day has come.',
  },
  'person.asks': {
    id: 'Cocokkan dengan dokumennya, perbaiki data pegawai, lalu tutup permintaan ini dengan catatan.',
    en: 'Compare it with the document, correct the employee, then close the request with a note.',
  },
  other: CORRECT_CELL,
};
