import type { ImpossibleDate, ImprobableDate } from './person-dates.js';

type Texts = Readonly<Record<'id' | 'en', string>>;

/** Dates of a person that cannot be true, and those that hardly are. */
export const personDateMessages: Readonly<Record<ImpossibleDate | ImprobableDate, Texts>> = {
  'employee-number.birth-to-come': {
    id: 'Tanggal lahir di dalam NIP/NI PPPK belum tiba. Cocokkan nomornya dengan SK pengangkatan.',
    en: 'The birth date inside the employee number is yet to come. Compare the number with the decree of appointment.',
  },
  'employee-number.birth-too-long-ago': {
    id: 'Tanggal lahir di dalam NIP/NI PPPK terlalu lampau untuk orang yang masih hidup. Cocokkan nomornya dengan SK pengangkatan.',
    en: 'Nobody born on the birth date inside the employee number can be alive. Compare the number with the decree of appointment.',
  },
  'employee-number.appointed-too-young': {
    id: 'Menurut NIP/NI PPPK, pengangkatan terjadi sebelum usia yang diperbolehkan. Cocokkan nomornya dengan SK pengangkatan.',
    en: 'By the employee number the appointment was before the age at which one may be appointed. Compare the number with the decree of appointment.',
  },
  'birth-date.to-come': {
    id: 'Tanggal lahir ini belum tiba. Tulis tanggal lahir yang benar.',
    en: 'This birth date is yet to come. Give the right one.',
  },
  'birth-date.too-long-ago': {
    id: 'Tanggal lahir ini terlalu lampau untuk orang yang masih hidup. Tulis tanggal lahir yang benar.',
    en: 'Nobody born on this day can be alive. Give the right birth date.',
  },
  'birth-date.after-appointment': {
    id: 'Tanggal lahir ini sesudah pengangkatan yang tertulis di dalam NIP/NI PPPK. Perbaiki tanggal lahir atau nomornya.',
    en: 'This birth date is after the appointment inside the employee number. Correct the birth date or the number.',
  },
  'first-day.before-birth': {
    id: 'Tanggal ini mendahului tanggal lahir. Tulis tanggal berlaku (TMT) yang benar.',
    en: 'This day is before the birth date. Give the right first day (TMT).',
  },
  'employee-dates.old-in-service': {
    id: 'Menurut tanggal lahirnya, pegawai ini terlalu tua untuk masih bertugas.',
    en: 'By the birth date this employee is too old to be in service still.',
  },
  'employee-dates.appointed-far-ahead': {
    id: 'Pengangkatan di dalam NIP/NI PPPK masih lama. Pegawai ini tidak dihitung sebelum tahun itu.',
    en: 'The appointment inside the employee number is far ahead. The employee counts in no year before it.',
  },
};
