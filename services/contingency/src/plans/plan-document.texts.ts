import { findMessage, registerMessages, type Language } from '@betang/platform';

/** Texts of the plan's document; the key is `contingency-document.<name>`. */
const indonesian = {
  'contingency-document.version': 'Versi {version}',
  'contingency-document.hazard': 'Ancaman',
  'contingency-document.province': 'Provinsi',
  'contingency-document.year': 'Tahun',
  'contingency-document.draft': 'KONSEP - BELUM DISAHKAN',
  'contingency-document.footer-draft': 'Konsep',
  'contingency-document.footer-signed': 'Disahkan dengan {number}',
  'contingency-document.legalisation': 'Lembar pengesahan',
  'contingency-document.decree': 'Nomor keputusan',
  'contingency-document.decree-on': 'Tanggal keputusan',
  'contingency-document.valid': 'Masa berlaku',
  'contingency-document.review': 'Ditinjau paling lambat',
  'contingency-document.annex-roles': 'Lampiran: Peran dan personel',
  'contingency-document.annex-needs': 'Lampiran: Kebutuhan dan kesenjangan sumber daya',
  'contingency-document.annex-partners': 'Lampiran: Lembar komitmen',
  'contingency-document.annex-services': 'Lampiran: Layanan kritis yang dijaga',
  'contingency-document.column-field': 'Bidang',
  'contingency-document.column-role': 'Peran',
  'contingency-document.column-people': 'Orang',
  'contingency-document.column-alternates': 'Pengganti',
  'contingency-document.column-place': 'Tempat',
  'contingency-document.column-item': 'Uraian',
  'contingency-document.column-unit': 'Satuan',
  'contingency-document.column-needed': 'Kebutuhan',
  'contingency-document.column-available': 'Tersedia',
  'contingency-document.column-gap': 'Kekurangan',
  'contingency-document.column-name': 'Nama',
  'contingency-document.column-task': 'Tugas',
  'contingency-document.column-gives': 'Memberikan',
  'contingency-document.column-sheet': 'Nomor lembar',
  'contingency-document.column-valid-until': 'Berlaku sampai',
  'contingency-document.column-outage': 'Berhenti paling lama (jam)',
  'contingency-document.column-staff': 'Petugas paling sedikit',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'contingency-document.version': 'Version {version}',
  'contingency-document.hazard': 'Hazard',
  'contingency-document.province': 'Province',
  'contingency-document.year': 'Year',
  'contingency-document.draft': 'DRAFT - NOT LEGALISED',
  'contingency-document.footer-draft': 'Draft',
  'contingency-document.footer-signed': 'Legalised by {number}',
  'contingency-document.legalisation': 'Legalisation',
  'contingency-document.decree': 'Decree',
  'contingency-document.decree-on': 'Day of the decree',
  'contingency-document.valid': 'Valid',
  'contingency-document.review': 'To be reviewed by',
  'contingency-document.annex-roles': 'Annex: roles and people',
  'contingency-document.annex-needs': 'Annex: resources needed and missing',
  'contingency-document.annex-partners': 'Annex: commitment sheets',
  'contingency-document.annex-services': 'Annex: critical services to keep running',
  'contingency-document.column-field': 'Field',
  'contingency-document.column-role': 'Role',
  'contingency-document.column-people': 'People',
  'contingency-document.column-alternates': 'Alternates',
  'contingency-document.column-place': 'Place',
  'contingency-document.column-item': 'Item',
  'contingency-document.column-unit': 'Unit',
  'contingency-document.column-needed': 'Needed',
  'contingency-document.column-available': 'Available',
  'contingency-document.column-gap': 'Missing',
  'contingency-document.column-name': 'Name',
  'contingency-document.column-task': 'Task',
  'contingency-document.column-gives': 'Gives',
  'contingency-document.column-sheet': 'Sheet number',
  'contingency-document.column-valid-until': 'Valid until',
  'contingency-document.column-outage': 'Longest outage (hours)',
  'contingency-document.column-staff': 'Least staff',
};

registerMessages({ id: indonesian, en: english });

export type DocumentText = (name: string, params: Readonly<Record<string, string | number>>) => string;

/** Throws for a text that is not there. */
export function documentText(language: Language): DocumentText {
  return (name, params) => {
    const found = findMessage(language, `contingency-document.${name}`, params);
    if (found === undefined) throw new Error(`no text for ${name}`);
    return found;
  };
}
