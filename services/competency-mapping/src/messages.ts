import { registerMessages } from '@betang/platform';

/** Texts for people; the key is an error code, `field.<code>` for one field. */
const indonesian = {
  'person-not-found': 'Pegawai tidak ditemukan atau berada di luar unit kerja Anda.',
  'unit-not-found': 'Unit kerja tidak ditemukan atau berada di luar jangkauan Anda.',
  'target-refused': 'Sasaran pembangunan tidak dapat disimpan.',
  'target-not-found': 'Sasaran pembangunan tidak ditemukan.',
  'target-withdrawn': 'Sasaran pembangunan ini sudah ditarik.',
  'target-code-taken': 'Nomor ini sudah dipakai dalam dokumen yang sama.',
  'target-has-children': 'Masih ada unsur di bawahnya. Tarik unsur paling bawah lebih dahulu.',
  'field.target.parent-wrong': 'Unsur jenis ini tidak dapat berada di bawah induk tersebut.',
  'field.target.parent-missing': 'Induk belum ada atau sudah ditarik.',
  'field.target.values-without-indicator': 'Hanya indikator yang memiliki nilai per tahun.',
  'field.target.unit-missing': 'Indikator memerlukan satuan.',
  'field.target.year-twice': 'Satu tahun ditulis dua kali.',
  'field.target.year-outside': 'Tahun berada di luar periode dokumen.',
  'field.target.ends-before-start': 'Akhir periode sebelum awalnya.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'person-not-found': 'There is no such employee, or not in your units.',
  'unit-not-found': 'There is no such unit, or not within your reach.',
  'target-refused': 'The development target cannot be saved.',
  'target-not-found': 'There is no such development target.',
  'target-withdrawn': 'This development target was withdrawn.',
  'target-code-taken': 'This number is taken in the same document.',
  'target-has-children': 'There are nodes below it. Withdraw the lowest first.',
  'field.target.parent-wrong': 'This kind cannot stand below that one.',
  'field.target.parent-missing': 'The node above is not there, or was withdrawn.',
  'field.target.values-without-indicator': 'Only indicators have yearly values.',
  'field.target.unit-missing': 'An indicator needs a unit.',
  'field.target.year-twice': 'A year is there twice.',
  'field.target.year-outside': 'The year lies outside the planning period.',
  'field.target.ends-before-start': 'The period ends before it begins.',
};

registerMessages({ id: indonesian, en: english });
