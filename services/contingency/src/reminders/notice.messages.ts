import { registerMessages } from '@betang/platform';

/** Texts of what people are told. Subjects have no params: they show on locked screens. */
const indonesian = {
  'notice.contingency-assigned.subject': 'Anda ditugaskan dalam rencana kontingensi',
  'notice.contingency-assigned.text': 'Anda ditunjuk untuk: {name}. Periksa tugas dan kompetensi yang diminta.',
  'notice.contingency-drill-invited.subject': 'Undangan gladi',
  'notice.contingency-drill-invited.text': 'Anda diundang mengikuti {title}, {startsOn} sampai {endsOn}, di {place}.',
  'notice.contingency-action-planned.subject': 'Tindak lanjut untuk Anda',
  'notice.contingency-action-planned.text': '{title}. Batas waktu {dueOn}.',
  'notice.contingency-action-due.subject': 'Tindak lanjut mendekati batas waktu',
  'notice.contingency-action-due.text': '{title}. Batas waktu {dueOn}.',
  'notice.contingency-action-overdue.subject': 'Tindak lanjut melewati batas waktu',
  'notice.contingency-action-overdue.text': '{title}. Batas waktu {dueOn} sudah lewat.',
  'notice.contingency-competency-expiring.subject': 'Kompetensi untuk tugas Anda segera kedaluwarsa',
  'notice.contingency-competency-expiring.text':
    'Kompetensi {competency} berlaku sampai {validUntil}, dan diminta untuk: {name}.',
  'notice.contingency-emergency.subject': 'Status keadaan darurat ditetapkan',
  'notice.contingency-emergency.text':
    '{title}. Rencana kontingensi diaktifkan; Anda bertugas di dalamnya. Buka rencana operasi.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'notice.contingency-assigned.subject': 'You are named in a contingency plan',
  'notice.contingency-assigned.text': 'You stand for: {name}. See what it asks of you.',
  'notice.contingency-drill-invited.subject': 'Invitation to a drill',
  'notice.contingency-drill-invited.text': 'You are invited to {title}, {startsOn} to {endsOn}, at {place}.',
  'notice.contingency-action-planned.subject': 'An action for you',
  'notice.contingency-action-planned.text': '{title}. Due on {dueOn}.',
  'notice.contingency-action-due.subject': 'An action is due soon',
  'notice.contingency-action-due.text': '{title}. Due on {dueOn}.',
  'notice.contingency-action-overdue.subject': 'An action is overdue',
  'notice.contingency-action-overdue.text': '{title}. It was due on {dueOn}.',
  'notice.contingency-competency-expiring.subject': 'A competency that your task asks for expires soon',
  'notice.contingency-competency-expiring.text':
    'Competency {competency} is valid until {validUntil}; it is asked for: {name}.',
  'notice.contingency-emergency.subject': 'An emergency was declared',
  'notice.contingency-emergency.text':
    '{title}. The contingency plan is active and you have a part in it. Open the operations plan.',
};

registerMessages({ id: indonesian, en: english });
