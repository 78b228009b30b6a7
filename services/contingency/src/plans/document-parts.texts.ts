import { registerMessages } from '@betang/platform';

/** What several documents tell of: levels of an emergency, what happened, findings and what follows from them. */
const indonesian = {
  'contingency-document.after-action-findings': 'Temuan dan tindak lanjut',
  'contingency-document.after-action-declared-alert': 'Siaga darurat',
  'contingency-document.after-action-declared-emergency': 'Tanggap darurat',
  'contingency-document.after-action-declared-transition': 'Transisi ke pemulihan',
  'contingency-document.after-action-declared-ended': 'Status berakhir',
  'contingency-document.severity-low': 'Ringan',
  'contingency-document.severity-medium': 'Sedang',
  'contingency-document.severity-high': 'Berat',
  'contingency-document.column-time': 'Waktu',
  'contingency-document.column-what': 'Kejadian',
  'contingency-document.column-detail': 'Keterangan',
  'contingency-document.column-finding': 'Temuan',
  'contingency-document.column-severity': 'Bobot',
  'contingency-document.column-action': 'Tindak lanjut',
  'contingency-document.column-owner': 'Penanggung jawab',
  'contingency-document.column-due': 'Batas waktu',
  'contingency-document.column-done': 'Selesai',
  'contingency-document.operations-as-of': 'Keadaan {time}',
  'contingency-document.column-number': 'No.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'contingency-document.after-action-findings': 'Findings and actions',
  'contingency-document.after-action-declared-alert': 'Alert',
  'contingency-document.after-action-declared-emergency': 'Emergency',
  'contingency-document.after-action-declared-transition': 'Transition to recovery',
  'contingency-document.after-action-declared-ended': 'Status ended',
  'contingency-document.severity-low': 'Low',
  'contingency-document.severity-medium': 'Medium',
  'contingency-document.severity-high': 'High',
  'contingency-document.column-time': 'Time',
  'contingency-document.column-what': 'What happened',
  'contingency-document.column-detail': 'Detail',
  'contingency-document.column-finding': 'Finding',
  'contingency-document.column-severity': 'Severity',
  'contingency-document.column-action': 'Action',
  'contingency-document.column-owner': 'Owner',
  'contingency-document.column-due': 'Due',
  'contingency-document.column-done': 'Done',
  'contingency-document.operations-as-of': 'As of {time}',
  'contingency-document.column-number': 'No.',
};

registerMessages({ id: indonesian, en: english });
