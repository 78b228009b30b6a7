import { registerMessages } from '@betang/platform';

const indonesian = {
  'contingency-document.commitment-title': 'LEMBAR KOMITMEN',
  'contingency-document.commitment-opening':
    '{name} menyatakan kesanggupan mendukung {plan} dengan tugas dan sumber daya di bawah ini selama lembar ini berlaku.',
  'contingency-document.commitment-partner': 'Mitra',
  'contingency-document.commitment-kind': 'Jenis mitra',
  'contingency-document.commitment-kind-community': 'Masyarakat',
  'contingency-document.commitment-kind-ngo': 'Organisasi nonpemerintah',
  'contingency-document.commitment-kind-business': 'Dunia usaha',
  'contingency-document.commitment-kind-agency': 'Instansi',
  'contingency-document.commitment-kind-other': 'Lainnya',
  'contingency-document.commitment-contact': 'Kontak kantor',
  'contingency-document.commitment-gives': 'Sumber daya yang disanggupi',
  'contingency-document.commitment-task-alone': 'Lembar ini memuat tugas tanpa sumber daya yang dihitung jumlahnya.',
  'contingency-document.commitment-closing':
    'Perubahan jumlah atau waktu diberitahukan sebelum dibutuhkan dan dicatat pada lembar ini.',
  'contingency-document.column-quantity': 'Jumlah',
  'contingency-document.column-from': 'Mulai',
  'contingency-document.column-until': 'Sampai',
} as const;

const english: Record<keyof typeof indonesian, string> = {
  'contingency-document.commitment-title': 'COMMITMENT SHEET',
  'contingency-document.commitment-opening':
    '{name} undertakes to support {plan} with the task and the resources below as long as this sheet holds.',
  'contingency-document.commitment-partner': 'Partner',
  'contingency-document.commitment-kind': 'Kind of partner',
  'contingency-document.commitment-kind-community': 'Community',
  'contingency-document.commitment-kind-ngo': 'Non-governmental organisation',
  'contingency-document.commitment-kind-business': 'Business',
  'contingency-document.commitment-kind-agency': 'Agency',
  'contingency-document.commitment-kind-other': 'Other',
  'contingency-document.commitment-contact': 'Office contact',
  'contingency-document.commitment-gives': 'Resources committed',
  'contingency-document.commitment-task-alone': 'This sheet holds a task, and no resources that are counted.',
  'contingency-document.commitment-closing':
    'A change of quantity or time is told before it is needed, and recorded on this sheet.',
  'contingency-document.column-quantity': 'Quantity',
  'contingency-document.column-from': 'From',
  'contingency-document.column-until': 'Until',
};

registerMessages({ id: indonesian, en: english });
