import { registerMessages } from '@betang/platform';

const indonesian = {
  'contingency-document.after-action-title': 'LAPORAN KAJI ULANG SETELAH DARURAT',
  'contingency-document.after-action-area': 'Wilayah',
  'contingency-document.after-action-period': 'Status terakhir berlaku',
  'contingency-document.after-action-state': 'Ditutup',
  'contingency-document.after-action-open': 'Masih disusun',
  'contingency-document.after-action-summary': 'Ringkasan',
  'contingency-document.after-action-well': 'Yang berjalan baik',
  'contingency-document.after-action-ill': 'Yang tidak berjalan baik',
  'contingency-document.after-action-timeline': 'Urutan kejadian menurut catatan aktivasi',
  'contingency-document.after-action-footer-open': 'Konsep laporan kaji ulang',
  'contingency-document.after-action-footer-closed': 'Laporan kaji ulang',
  'contingency-document.after-action-task-open': 'Tugas dibuka lagi',
  'contingency-document.after-action-task-under-way': 'Tugas berjalan',
  'contingency-document.after-action-task-done': 'Tugas selesai',
  'contingency-document.after-action-task-dropped': 'Tugas tidak dijalankan',
  'contingency-document.after-action-aid-asked': 'Bantuan diminta',
  'contingency-document.after-action-aid-offered': 'Bantuan ditawarkan',
  'contingency-document.after-action-aid-accepted': 'Bantuan diterima',
  'contingency-document.after-action-aid-declined': 'Bantuan ditolak',
  'contingency-document.after-action-aid-returned': 'Bantuan dikembalikan',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'contingency-document.after-action-title': 'AFTER-ACTION REVIEW',
  'contingency-document.after-action-area': 'Area',
  'contingency-document.after-action-period': 'Last status held',
  'contingency-document.after-action-state': 'Closed',
  'contingency-document.after-action-open': 'Still being written',
  'contingency-document.after-action-summary': 'Summary',
  'contingency-document.after-action-well': 'What went well',
  'contingency-document.after-action-ill': 'What went ill',
  'contingency-document.after-action-timeline': 'What happened, by the record of the activation',
  'contingency-document.after-action-footer-open': 'Draft of an after-action review',
  'contingency-document.after-action-footer-closed': 'After-action review',
  'contingency-document.after-action-task-open': 'Task opened again',
  'contingency-document.after-action-task-under-way': 'Task under way',
  'contingency-document.after-action-task-done': 'Task done',
  'contingency-document.after-action-task-dropped': 'Task dropped',
  'contingency-document.after-action-aid-asked': 'Help asked for',
  'contingency-document.after-action-aid-offered': 'Help offered',
  'contingency-document.after-action-aid-accepted': 'Help accepted',
  'contingency-document.after-action-aid-declined': 'Help declined',
  'contingency-document.after-action-aid-returned': 'Help returned',
};

registerMessages({ id: indonesian, en: english });
