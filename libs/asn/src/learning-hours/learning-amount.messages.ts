import type { AsnLocale } from '../errors/asn-error.messages.js';
import type { AmountProblemCode } from './learning-amount.js';

interface AmountTexts {
  readonly message: string;
  readonly wayOut: string;
}

const id: Readonly<Record<AmountProblemCode, AmountTexts>> = {
  'more-days-than-it-took': {
    message: 'Jumlah hari lebih banyak daripada lama pelatihan: paling banyak {most}.',
    wayOut: 'Perbaiki jumlah hari, atau isi tanggal mulai dan selesai yang sebenarnya.',
  },
  'hours-too-many': {
    message:
      'Jumlah jam terlalu besar untuk tanggal mulai dan selesainya: paling banyak {most} JP ({perDay} JP sehari).',
    wayOut: 'Perbaiki jumlah jam, atau isi tanggal mulai dan selesai yang sebenarnya.',
  },
  'sessions-too-many': {
    message:
      'Sesi atau kegiatan terlalu banyak untuk tanggal mulai dan selesainya: paling banyak {most} ({perDay} sehari).',
    wayOut: 'Perbaiki jumlahnya, atau isi tanggal mulai dan selesai yang sebenarnya.',
  },
  'semesters-too-many': {
    message:
      'Semester terlalu banyak untuk tanggal mulai dan selesainya: paling banyak {most} (satu semester sedikitnya {perSemester} hari).',
    wayOut: 'Perbaiki jumlah semester, atau isi tanggal mulai dan selesai yang sebenarnya.',
  },
  'amount-too-large': {
    message: 'Jumlah ini terlalu besar untuk satu catatan: paling banyak {most}.',
    wayOut: 'Bagi menjadi beberapa catatan, atau mintalah pengelola sistem menaikkan batasnya.',
  },
};

const en: Readonly<Record<AmountProblemCode, AmountTexts>> = {
  'more-days-than-it-took': {
    message: 'More days than the training took: at most {most}.',
    wayOut: 'Correct the number of days, or enter the true first and last day.',
  },
  'hours-too-many': {
    message: 'Too many hours for the first and last day: at most {most} JP ({perDay} JP a day).',
    wayOut: 'Correct the hours, or enter the true first and last day.',
  },
  'sessions-too-many': {
    message: 'Too many sessions or activities for the first and last day: at most {most} ({perDay} a day).',
    wayOut: 'Correct the number, or enter the true first and last day.',
  },
  'semesters-too-many': {
    message:
      'Too many semesters for the first and last day: at most {most} (a semester takes {perSemester} days or more).',
    wayOut: 'Correct the number of semesters, or enter the true first and last day.',
  },
  'amount-too-large': {
    message: 'Too much for one record: at most {most}.',
    wayOut: 'Enter it as several records, or ask the operator to raise the bound.',
  },
};

/** What a user reads of an amount that cannot be, and what to do about it. `{name}` stands for the problem's parameter of that name. */
export const amountProblemTexts: Readonly<Record<AsnLocale, Readonly<Record<AmountProblemCode, AmountTexts>>>> = {
  id,
  en,
};

/** Message and way out in one, by code, each code after a prefix: `field.claim.hours-too-many`. */
export function amountMessages(prefix: string): Readonly<Record<AsnLocale, Readonly<Record<string, string>>>> {
  const of = (texts: typeof id) =>
    Object.fromEntries(
      Object.entries(texts).map(([code, { message, wayOut }]) => [`${prefix}${code}`, `${message} ${wayOut}`]),
    );
  return { id: of(id), en: of(en) };
}
