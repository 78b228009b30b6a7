import { registerMessages } from '@betang/platform';
import './pattern-examples.js';
import { englishFigures, indonesianFigures } from './figures/figure.texts.js';

/** Texts for people; the key is an error code, or a label of a report. */
const indonesian = {
  'budget-line-doubled':
    'Baris ini sudah ada dalam berkas dengan nilai lain. Gabungkan keduanya atau bedakan uraiannya.',
  'budget-line-unknown': 'Baris anggaran itu tidak ditemukan.',
  'budget-unknown': 'Anggaran tahun dan tahap itu belum diisi.',
  'figure-unknown': 'Angka itu tidak ada dalam laporan ini.',
  'filter-unknown': 'Laporan ini tidak dapat disaring demikian. Yang tersedia: {filters}.',
  'grouping-unknown': 'Pengelompokan tidak dikenal. Yang tersedia: {groupings}.',
  'open-data-catalogue': 'Data terbuka pengembangan kompetensi ASN, {region}',
  'open-dataset-unknown': 'Set data itu tidak diterbitkan.',
  'period-agency-unknown': 'Perangkat daerah itu tidak ada pada akhir masa laporan.',
  'period-decision-misplaced': 'Keputusan ini belum atau tidak lagi dapat diambil untuk laporan tersebut.',
  'period-not-begun': 'Masa laporan itu belum mulai.',
  'period-not-open': 'Laporan masa itu sudah diajukan.',
  'period-not-ours': 'Laporan daerah diputuskan oleh provinsinya.',
  'period-own-submission': 'Laporan harus diputuskan oleh orang lain, bukan yang mengajukannya.',
  'period-submitted-anew': 'Laporan itu sudah diajukan ulang. Periksalah pengajuan yang terbaru.',
  'period-unknown': 'Laporan masa itu belum diajukan.',
  'report-of-today': 'Laporan ini tentang keadaan saat ini. Pakailah deret waktunya untuk membandingkan.',
  'report-row-unknown': 'Baris itu tidak ada dalam laporan.',
  'report-run-unknown': 'Berkas laporan itu tidak ditemukan.',
  'report-schedule-unknown': 'Jadwal laporan itu tidak ditemukan.',
  'report-unknown': 'Laporan itu tidak ada di daerah ini.',
  'refused-row.number': 'Baris',
  'refused-row.reason': 'Alasan ditolak',
  'budget-field.code': 'Kode rekening',
  'budget-field.title': 'Uraian',
  'budget-field.amount': 'Nilai',
  'budget-field.counted': 'Dihitung',
  'rupiah-unreadable': 'Nilai rupiah tidak terbaca. Tulislah misalnya 1.500.000.',
  'series-too-long': 'Rentang hari tidak berlaku: paling panjang {most} hari.',
  'notice.report-not-made.subject': 'Laporan terjadwal tidak dapat dibuat',
  'notice.report-not-made.text':
    'Laporan terjadwal Anda tanggal {day} tidak dapat dibuat. Sebabnya tertulis pada jadwal itu.',
  'notice.report-ready.subject': 'Laporan terjadwal sudah tersedia',
  'notice.report-ready.text': 'Laporan terjadwal Anda tanggal {day} sudah dapat diunduh.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'budget-line-doubled':
    'The file has this line with another amount already. Add the two up, or tell their titles apart.',
  'budget-line-unknown': 'There is no such budget line.',
  'budget-unknown': 'The budget of that year and stage has not been entered.',
  'figure-unknown': 'This report has no such figure.',
  'filter-unknown': 'The report cannot be narrowed so. Available: {filters}.',
  'grouping-unknown': 'The report cannot be grouped so. Available: {groupings}.',
  'open-data-catalogue': 'Open data on the development of civil servants, {region}',
  'open-dataset-unknown': 'No such data set is published.',
  'period-agency-unknown': 'There was no such agency when the period ended.',
  'period-decision-misplaced': 'This decision cannot be taken on the report yet, or any more.',
  'period-not-begun': 'That period has not begun.',
  'period-not-open': 'The report of that period has been submitted.',
  'period-not-ours': "A region's report is decided on by its province.",
  'period-own-submission': 'Someone else than who submitted the report has to decide on it.',
  'period-submitted-anew': 'The report has been submitted anew. Look at the newest submission.',
  'period-unknown': 'The report of that period has not been submitted.',
  'report-of-today': 'This report is of today. Use its series to compare.',
  'report-row-unknown': 'The report has no such row.',
  'report-run-unknown': 'There is no such report file.',
  'report-schedule-unknown': 'There is no such schedule of a report.',
  'report-unknown': 'This region has no such report.',
  'refused-row.number': 'Row',
  'refused-row.reason': 'Reason of refusal',
  'budget-field.code': 'Account code',
  'budget-field.title': 'Title',
  'budget-field.amount': 'Amount',
  'budget-field.counted': 'Counted',
  'rupiah-unreadable': 'The amount cannot be read. Write 1.500.000 for instance.',
  'series-too-long': 'The days do not fit: {most} days at most.',
  'notice.report-not-made.subject': 'A scheduled report could not be made',
  'notice.report-not-made.text': 'Your scheduled report of {day} could not be made. The schedule says why.',
  'notice.report-ready.subject': 'A scheduled report is ready',
  'notice.report-ready.text': 'Your scheduled report of {day} can be fetched.',
};

registerMessages({ id: indonesian, en: english });
registerMessages({ id: indonesianFigures, en: englishFigures });
