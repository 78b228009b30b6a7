import type { LearningUnit } from '@betang/contracts';
import type { Language } from '@betang/platform';
import type { EntrySource } from './ledger-entry.js';

/** A word beside a number; what a language has no form of its own for takes `other`. */
export type CountedWord = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }>;

/** Sentences in which an entry explains itself. */
export interface ExplanationTexts {
  readonly units: Readonly<Record<Exclude<LearningUnit, 'PROGRAM_JP'>, CountedWord>>;
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
  readonly ruleChangedBack: string;
  readonly ruleChanged: string;
  readonly doubleBack: string;
  readonly mergedBack: string;
  readonly merged: string;
  readonly rule: string;
  readonly sources: Readonly<Record<EntrySource, string>>;
  readonly transferRule: string;
  readonly certificate: string;
  readonly evidence: string;
  readonly verified: string;
  readonly verifiedUnnamed: string;
  readonly certificateReplaced: string;
  readonly certificateRestored: string;
  readonly by: string;
  readonly because: string;
  /** Words for the reasons that have a code. */
  readonly reasons: Readonly<Record<string, string>>;
}

export const explanationTexts: Readonly<Record<Language, ExplanationTexts>> = {
  id: {
    units: {
      DAY: { other: 'hari' },
      SESSION: { other: 'sesi' },
      ACTIVITY: { other: 'kegiatan' },
      SEMESTER: { other: 'semester' },
    },
    periods: { DAY: 'hari', MONTH: 'bulan', YEAR: 'tahun' },
    programme: 'Program menyatakan {earned}.',
    programmeInternational: 'Program internasional menyatakan {quantity}, ditambah {bonus} persen: {earned}.',
    byUnit: '{quantity} {unit} {scope}, masing-masing {worth}: {earned}.',
    scopes: { NATIONAL: 'tingkat nasional', INTERNATIONAL: 'tingkat internasional' },
    noRule: 'Belum ada aturan konversi untuk jalur ini pada tanggal tersebut; tidak ada JP yang dihitung.',
    hoursCap: 'Dibatasi {limit} per {period} bersama catatan lain: dihitung {counted}.',
    activitiesCap: 'Dibatasi {limit} {unit} per {period} bersama catatan lain: dihitung {counted}.',
    revoked: 'Membatalkan catatan sebelumnya karena penyelesaian pelatihan dicabut.',
    recountedBack: 'Membatalkan catatan sebelumnya untuk dihitung ulang karena penyelesaian lain dicabut.',
    recounted: 'Dihitung ulang karena penyelesaian lain dicabut.',
    ruleChangedBack: 'Membatalkan catatan sebelumnya untuk dihitung ulang menurut aturan baru.',
    ruleChanged: 'Dihitung ulang menurut aturan baru.',
    doubleBack: 'Membatalkan catatan sebelumnya karena pelatihan yang sama tercatat dua kali.',
    mergedBack: 'Dipindahkan ke data pegawai yang tetap karena dua data ternyata satu orang.',
    merged: 'Dipindahkan dari data pegawai lain yang ternyata orang yang sama.',
    rule: 'Aturan {version} ({basis}).',
    sources: {
      TRAINING: 'Dari katalog pelatihan; kelulusan dinyatakan oleh {organiser}.',
      CLAIM: 'Dari klaim dengan bukti dukung.',
      SIASN: 'Dari riwayat kursus SIASN {reference}.',
      DRILL: 'Dari keikutsertaan dalam gladi.',
      TRANSFER: 'Dari daerah asal {formerRegion}, dihitung sebagaimana di sana.',
    },
    transferRule: 'Aturan daerah asal {version}.',
    certificate: 'Nomor sertifikat {number}.',
    evidence: 'Bukti dukung: {files} berkas.',
    verified: 'Diverifikasi oleh {name} pada {day}.',
    verifiedUnnamed: 'Diverifikasi pada {day}.',
    certificateReplaced: 'Sejak {day} sertifikat {number} menggantikan {replaced}: {reason}.',
    certificateRestored: 'Menggantikan penyelesaian dengan sertifikat {replaced} yang dicabut karena keliru: {reason}.',
    by: 'Oleh {name}.',
    because: 'Alasan: {why}.',
    reasons: {
      EVIDENCE_INSUFFICIENT: 'bukti dukung tidak cukup',
      EVIDENCE_UNREADABLE: 'bukti dukung tidak terbaca',
      NOT_DEVELOPMENT: 'bukan pengembangan kompetensi',
      ANOTHER_PERSON: 'milik orang lain',
      DOUBLE: 'tercatat dua kali',
      OUT_OF_PERIOD: 'di luar periode',
      OTHER: 'alasan lain',
      SIASN: 'catatan SIASN yang berlaku',
    },
  },
  en: {
    units: {
      DAY: { one: 'day', other: 'days' },
      SESSION: { one: 'session', other: 'sessions' },
      ACTIVITY: { one: 'activity', other: 'activities' },
      SEMESTER: { one: 'semester', other: 'semesters' },
    },
    periods: { DAY: 'day', MONTH: 'month', YEAR: 'year' },
    programme: 'The programme states {earned}.',
    programmeInternational: 'The international programme states {quantity}, plus {bonus} per cent: {earned}.',
    byUnit: '{quantity} {unit}, {scope}, {worth} each: {earned}.',
    scopes: { NATIONAL: 'national', INTERNATIONAL: 'international' },
    noRule: 'No conversion rule was in force for this path on that day; no hours are counted.',
    hoursCap: 'Capped at {limit} a {period} together with other entries: {counted} counted.',
    activitiesCap: 'Capped at {limit} {unit} a {period} together with other entries: {counted} counted.',
    revoked: 'Takes back the entry before, because the completion was revoked.',
    recountedBack: 'Takes back the entry before to count it anew, because another completion was revoked.',
    recounted: 'Counted anew because another completion was revoked.',
    ruleChangedBack: 'Takes back the entry before to count it anew by a new rule.',
    ruleChanged: 'Counted anew by a new rule.',
    doubleBack: 'Takes back the entry before, because the same training was entered twice.',
    mergedBack: 'Moved to the record that stays, for two records are one person.',
    merged: 'Moved from another record that is the same person.',
    rule: 'Rule {version} ({basis}).',
    sources: {
      TRAINING: 'From the training catalogue; completion stated by {organiser}.',
      CLAIM: 'From a claim with evidence.',
      SIASN: 'From the SIASN course record {reference}.',
      DRILL: 'From taking part in a drill.',
      TRANSFER: 'From the former region {formerRegion}, counted as it was there.',
    },
    transferRule: 'Rule of the former region {version}.',
    certificate: 'Certificate number {number}.',
    evidence: 'Files of evidence: {files}.',
    verified: 'Verified by {name} on {day}.',
    verifiedUnnamed: 'Verified on {day}.',
    certificateReplaced: 'Since {day} certificate {number} stands in the place of {replaced}: {reason}.',
    certificateRestored: 'In the place of a completion whose certificate {replaced} was revoked by mistake: {reason}.',
    by: 'By {name}.',
    because: 'Reason: {why}.',
    reasons: {
      EVIDENCE_INSUFFICIENT: 'evidence insufficient',
      EVIDENCE_UNREADABLE: 'evidence unreadable',
      NOT_DEVELOPMENT: 'no competency development',
      ANOTHER_PERSON: 'of another person',
      DOUBLE: 'entered twice',
      OUT_OF_PERIOD: 'out of period',
      OTHER: 'another reason',
      SIASN: 'the record of SIASN holds',
    },
  },
};
