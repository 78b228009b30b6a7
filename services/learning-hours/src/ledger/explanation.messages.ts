import type { LearningUnit } from '@betang/contracts';
import type { Language } from '@betang/platform';

/** Sentences in which an entry explains itself. */
export interface ExplanationTexts {
  readonly units: Readonly<Record<Exclude<LearningUnit, 'PROGRAM_JP'>, string>>;
  readonly periods: Readonly<Record<'DAY' | 'MONTH' | 'YEAR', string>>;
  readonly programme: string;
  readonly programmeInternational: string;
  readonly byUnit: string;
  readonly scopes: Readonly<Record<'NATIONAL' | 'INTERNATIONAL', string>>;
  readonly noRule: string;
  readonly hoursCap: string;
  readonly activitiesCap: string;
  readonly revoked: string;
  readonly recountedBack: string;
  readonly recounted: string;
  readonly rule: string;
}

export const explanationTexts: Readonly<Record<Language, ExplanationTexts>> = {
  id: {
    units: { DAY: 'hari', SESSION: 'sesi', ACTIVITY: 'kegiatan', SEMESTER: 'semester' },
    periods: { DAY: 'hari', MONTH: 'bulan', YEAR: 'tahun' },
    programme: 'Program menyatakan {earned}.',
    programmeInternational: 'Program internasional menyatakan {quantity}, ditambah {bonus} persen: {earned}.',
    byUnit: '{quantity} {unit} {scope}, masing-masing {worth}: {earned}.',
    scopes: { NATIONAL: 'tingkat nasional', INTERNATIONAL: 'tingkat internasional' },
    noRule: 'Belum ada aturan konversi untuk jalur ini pada tanggal tersebut; tidak ada JP yang dihitung.',
    hoursCap: 'Dibatasi {limit} per {period} bersama catatan lain: dihitung {counted}.',
    activitiesCap: 'Dibatasi {limit} kegiatan per {period} bersama catatan lain: dihitung {counted}.',
    revoked: 'Membatalkan catatan sebelumnya karena penyelesaian pelatihan dicabut.',
    recountedBack: 'Membatalkan catatan sebelumnya untuk dihitung ulang karena penyelesaian lain dicabut.',
    recounted: 'Dihitung ulang karena penyelesaian lain dicabut.',
    rule: 'Aturan {version} ({basis}).',
  },
  en: {
    units: { DAY: 'days', SESSION: 'sessions', ACTIVITY: 'activities', SEMESTER: 'semesters' },
    periods: { DAY: 'day', MONTH: 'month', YEAR: 'year' },
    programme: 'The programme states {earned}.',
    programmeInternational: 'The international programme states {quantity}, plus {bonus} per cent: {earned}.',
    byUnit: '{quantity} {unit}, {scope}, {worth} each: {earned}.',
    scopes: { NATIONAL: 'national', INTERNATIONAL: 'international' },
    noRule: 'No conversion rule was in force for this path on that day; no hours are counted.',
    hoursCap: 'Capped at {limit} a {period} together with other entries: {counted} count.',
    activitiesCap: 'Capped at {limit} activities a {period} together with other entries: {counted} count.',
    revoked: 'Takes back the entry before, because the completion was revoked.',
    recountedBack: 'Takes back the entry before to count it anew, because another completion was revoked.',
    recounted: 'Counted anew because another completion was revoked.',
    rule: 'Rule {version} ({basis}).',
  },
};
