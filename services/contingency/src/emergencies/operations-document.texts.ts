import { registerMessages } from '@betang/platform';

const indonesian = {
  'contingency-document.operations-title': 'RENCANA OPERASI',
  'contingency-document.operations-decrees': 'Dasar penetapan status',
  'contingency-document.operations-tasks': 'Tugas per bidang',
  'contingency-document.operations-state-open': 'Belum',
  'contingency-document.operations-state-under-way': 'Berjalan',
  'contingency-document.operations-state-done': 'Selesai',
  'contingency-document.operations-state-dropped': 'Tidak dijalankan',
  'contingency-document.column-status': 'Status',
  'contingency-document.column-decree': 'Keputusan',
  'contingency-document.column-state': 'Keadaan',
  'contingency-document.column-changed': 'Dicatat',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'contingency-document.operations-title': 'OPERATIONS PLAN',
  'contingency-document.operations-decrees': 'Decrees',
  'contingency-document.operations-tasks': 'Tasks by field',
  'contingency-document.operations-state-open': 'Open',
  'contingency-document.operations-state-under-way': 'Under way',
  'contingency-document.operations-state-done': 'Done',
  'contingency-document.operations-state-dropped': 'Dropped',
  'contingency-document.column-status': 'Status',
  'contingency-document.column-decree': 'Decree',
  'contingency-document.column-state': 'State',
  'contingency-document.column-changed': 'Recorded',
};

registerMessages({ id: indonesian, en: english });
