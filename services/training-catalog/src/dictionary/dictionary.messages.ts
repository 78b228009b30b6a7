import { registerMessages } from '@betang/platform';

/** Texts about the dictionary (kamus kompetensi); contingency says the same in the same words. */
registerMessages({
  id: {
    'competency-unknown':
      'Ada kompetensi yang tidak sesuai kamus kompetensi versi {version}. Lihat daftar kode yang berlaku (competencies), atau minta pengelola kamus menambahkannya.',
    'field.competency.unknown':
      '{competency} tidak ada dalam kamus versi {version}. Pilih kode yang berlaku, atau minta pengelola kamus menambahkannya.',
    'field.competency.replaced': '{competency} tidak berlaku lagi; kode penggantinya: {successor}.',
    'field.competency.level': '{competency} hanya mempunyai tingkat {minLevel} sampai {maxLevel}.',
  },
  en: {
    'competency-unknown':
      'Some competencies are not those of version {version} of the dictionary. See the codes in force (competencies), or ask whoever keeps the dictionary to add them.',
    'field.competency.unknown':
      '{competency} is not in version {version} of the dictionary. Choose a code in force, or ask whoever keeps the dictionary to add it.',
    'field.competency.replaced': '{competency} holds no longer; the code in its place: {successor}.',
    'field.competency.level': '{competency} has levels {minLevel} to {maxLevel} only.',
  },
});
