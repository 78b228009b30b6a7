import { registerMessages } from '@betang/platform';

/** Texts of what people are told. Subjects have no params: they show on locked screens. */
const indonesian = {
  'notice.contingency-assigned.subject': 'Anda ditugaskan dalam rencana kontingensi',
  'notice.contingency-assigned.text': 'Anda ditunjuk untuk: {name}. Periksa tugas dan kompetensi yang diminta.',
  'notice.contingency-drill-invited.subject': 'Undangan gladi',
  'notice.contingency-drill-invited.text': 'Anda diundang mengikuti {title}, {startsOn} sampai {endsOn}, di {place}.',
  'notice.contingency-drill-cancelled.subject': 'Gladi dibatalkan',
  'notice.contingency-drill-cancelled.text': '{title} dibatalkan: {reason}.',
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
  'notice.contingency-emergency-ended.subject': 'Status keadaan darurat berakhir',
  'notice.contingency-emergency-ended.text': '{title}. Kaji ulang dibuka; sampaikan apa yang berjalan baik dan tidak.',
  'notice.contingency-after-action-due.subject': 'Kaji ulang setelah darurat harus ditutup',
  'notice.contingency-after-action-due.text': '{title}. Batas waktu {dueOn}; setelah itu kesiapan turun.',
  'notice.contingency-emergency-lapsing.subject': 'Status keadaan darurat segera berakhir',
  'notice.contingency-emergency-lapsing.text': '{title} berlaku sampai {endsOn}. Perpanjang, alihkan, atau akhiri.',
  'notice.contingency-plan-kept.subject': 'Anda penanggung jawab rencana kontingensi',
  'notice.contingency-plan-kept.text': '{title}. Tinjauan, komitmen, dan tindak lanjutnya diingatkan kepada Anda.',
  'notice.contingency-review-asked.subject': 'Rencana kontingensi perlu ditinjau',
  'notice.contingency-review-asked.text': '{title}: {reason}. Jawab paling lambat {dueOn}.',
  'notice.contingency-review-due.subject': 'Tinjauan rencana mendekati batas waktu',
  'notice.contingency-review-due.text': '{title}: {reason}. Batas waktu {dueOn}; setelah itu kesiapan turun.',
  'notice.contingency-review-overdue.subject': 'Tinjauan rencana melewati batas waktu',
  'notice.contingency-review-overdue.text': '{title}: {reason}. Batas waktu {dueOn} sudah lewat; kesiapan turun.',
  'notice.contingency-commitment-expiring.subject': 'Lembar komitmen segera berakhir',
  'notice.contingency-commitment-expiring.text':
    '{title}: lembar {sheet} dari {partner} berakhir {validUntil}. Perbarui.',
  'notice.contingency-follow-up-overdue.subject': 'Tindak lanjut rencana melewati batas waktu',
  'notice.contingency-follow-up-overdue.text': '{title}: {action}. Batas waktu {dueOn} sudah lewat.',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'notice.contingency-assigned.subject': 'You are named in a contingency plan',
  'notice.contingency-assigned.text': 'You stand for: {name}. See what it asks of you.',
  'notice.contingency-drill-invited.subject': 'Invitation to a drill',
  'notice.contingency-drill-invited.text': 'You are invited to {title}, {startsOn} to {endsOn}, at {place}.',
  'notice.contingency-drill-cancelled.subject': 'A drill was cancelled',
  'notice.contingency-drill-cancelled.text': '{title} was cancelled: {reason}.',
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
  'notice.contingency-emergency-ended.subject': 'An emergency ended',
  'notice.contingency-emergency-ended.text': '{title}. Its review is open: say what went well and what did not.',
  'notice.contingency-after-action-due.subject': 'An after-action review is to be closed',
  'notice.contingency-after-action-due.text': '{title}. Due on {dueOn}; after that readiness falls.',
  'notice.contingency-emergency-lapsing.subject': 'An emergency status ends soon',
  'notice.contingency-emergency-lapsing.text':
    '{title} holds until {endsOn}. Extend it, declare the next level, or end it.',
  'notice.contingency-plan-kept.subject': 'You see to a contingency plan',
  'notice.contingency-plan-kept.text': '{title}. You are reminded of its reviews, commitments and follow-up.',
  'notice.contingency-review-asked.subject': 'A contingency plan is to be reviewed',
  'notice.contingency-review-asked.text': '{title}: {reason}. Answer by {dueOn}.',
  'notice.contingency-review-due.subject': 'A review of a plan is due soon',
  'notice.contingency-review-due.text': '{title}: {reason}. Due on {dueOn}; after that readiness falls.',
  'notice.contingency-review-overdue.subject': 'A review of a plan is overdue',
  'notice.contingency-review-overdue.text': '{title}: {reason}. It was due on {dueOn}; readiness has fallen.',
  'notice.contingency-commitment-expiring.subject': 'A commitment sheet ends soon',
  'notice.contingency-commitment-expiring.text': '{title}: sheet {sheet} of {partner} ends on {validUntil}. Renew it.',
  'notice.contingency-follow-up-overdue.subject': 'An action of a plan is overdue',
  'notice.contingency-follow-up-overdue.text': '{title}: {action}. It was due on {dueOn}.',
};

registerMessages({ id: indonesian, en: english });
