import type { Language } from '@betang/platform';
import type { FollowUp } from '../rules/dated-rule.js';
import type { MoveReason } from './compare-places.decision.js';

type Texts = Readonly<Record<Language, string>>;

const MOVES: Readonly<Record<MoveReason['reason'], Texts>> = {
  PERFORMANCE: { id: 'Nilai kinerja {from} menjadi {to}.', en: 'Appraisal {from} became {to}.' },
  POTENTIAL: { id: 'Nilai potensi {from} menjadi {to}.', en: 'Potential {from} became {to}.' },
  PERFORMANCE_THRESHOLD: {
    id: 'Ambang kinerja berubah dari {from} menjadi {to}; nilai pegawai bukan penyebabnya.',
    en: "The threshold of performance went from {from} to {to}; the person's score is not the cause.",
  },
  POTENTIAL_THRESHOLD: {
    id: 'Ambang potensi berubah dari {from} menjadi {to}; nilai pegawai bukan penyebabnya.',
    en: "The threshold of potential went from {from} to {to}; the person's score is not the cause.",
  },
  BOX_TABLE: { id: 'Penomoran kotak berubah.', en: 'The numbering of the boxes changed.' },
  POTENTIAL_SOURCE: {
    id: 'Sumber nilai potensi berganti antara penilaian dan JPM.',
    en: 'The potential comes from another source: assessed, or the match with the position.',
  },
  FIGURES_NEW: {
    id: 'Pada potret sebelumnya belum ada nilai kinerja atau potensi.',
    en: 'The earlier snapshot had no appraisal or no potential.',
  },
  FIGURES_MISSING: {
    id: 'Nilai kinerja atau potensi tidak ada lagi untuk tahun ini.',
    en: 'There is no appraisal or no potential for this year.',
  },
  LEFT_SERVICE: { id: 'Tidak lagi bertugas di wilayah ini.', en: 'No longer serves in this region.' },
};

const FOLLOW_UPS: Readonly<Record<FollowUp, Texts>> = {
  PROMOTE: { id: 'Dipromosikan', en: 'Promote' },
  RETAIN: { id: 'Dipertahankan', en: 'Retain' },
  SUCCESSION_POOL: { id: 'Masuk kelompok rencana suksesi', en: 'Place in the succession pool' },
  AWARD: { id: 'Penghargaan', en: 'Award' },
  ROTATE: { id: 'Rotasi atau perluasan tugas', en: 'Rotate or widen the job' },
  GUIDE_PERFORMANCE: { id: 'Bimbingan kinerja', en: 'Guide performance' },
  DEVELOP: { id: 'Pengembangan kompetensi', en: 'Develop competencies' },
  STUDY_ASSIGNMENT: { id: 'Tugas belajar', en: 'Study assignment' },
  PLACE: { id: 'Penempatan yang sesuai', en: 'Place rightly' },
  COUNSEL: { id: 'Konseling', en: 'Counsel' },
  BY_REGULATION: { id: 'Ditangani menurut ketentuan yang berlaku', en: 'Handle under the rules in force' },
};

const HUNDRED = 100;

export function moveText({ reason, from, to }: MoveReason, language: Language): string {
  const number = new Intl.NumberFormat(language === 'id' ? 'id-ID' : 'en-GB', { maximumFractionDigits: 2 });
  const shown = (value: number | undefined) => (value === undefined ? '' : number.format(value / HUNDRED));
  return MOVES[reason][language].replace('{from}', shown(from)).replace('{to}', shown(to));
}

export function followUpText(followUp: FollowUp, language: Language): string {
  return FOLLOW_UPS[followUp][language];
}
