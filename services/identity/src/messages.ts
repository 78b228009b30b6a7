import { registerMessages } from '@betang/platform';

/** Texts of identity's errors for people, Indonesian first. */
const id = {
  'unit-not-found': 'Unit kerja tidak ditemukan.',
  'unit-name-taken': 'Sudah ada unit kerja dengan nama ini di tempat yang sama.',
  'employee-not-found': 'Pegawai tidak ditemukan.',
  'employee-search-empty': 'Isi NIP/NI PPPK atau sebagian nama.',
  'correction-not-open': 'Butir perbaikan ini tidak ada, atau sudah diselesaikan.',
  'roster-import-not-found': 'Impor tidak ditemukan.',
  'roster-import-state': 'Tindakan ini tidak berlaku untuk impor berstatus {state}.',
  'roster-import-failed':
    'Impor berhenti karena kesalahan sistem. Terapkan lagi; baris yang sudah masuk tidak akan masuk dua kali.',
  'roster-file-missing': 'Pilih berkas .xlsx atau .csv.',
  'roster-file-empty': 'Berkas ini kosong.',
  'roster-file-not-a-workbook': 'Berkas ini bukan buku kerja Excel (.xlsx).',
  'roster-file-encrypted':
    'Berkas ini berkata sandi atau berformat lama (.xls). Simpan sebagai .xlsx tanpa kata sandi, lalu unggah lagi.',
  'roster-file-damaged': 'Berkas ini rusak. Buka di Excel, simpan sebagai berkas baru, lalu unggah lagi.',
  'roster-file-too-large': 'Isi berkas ini terlalu besar.',
  'roster-file-format-unknown': 'Jenis berkas tidak dikenal. Gunakan .xlsx atau .csv.',
  'roster-mapping-field-unknown': 'Ada isian kolom yang tidak dikenal.',
  'roster-mapping-column-invalid': 'Nomor kolom tidak sah.',
  'roster-mapping-column-twice': 'Satu kolom dipakai untuk dua isian.',
  'roster-mapping-incomplete':
    'Tentukan kolom NIP, nama, dan perangkat daerah (atau satu perangkat daerah untuk seluruh berkas).',
  'account-not-found': 'Akun tidak ditemukan.',
  'account-name-taken': 'Nama pengguna ini sudah dipakai.',
  'password-too-weak': 'Kata sandi terlalu pendek atau terlalu mudah ditebak (paling sedikit 12 huruf).',
  'role-to-oneself': 'Anda tidak dapat memberi peran kepada diri sendiri.',
  'grant-not-found': 'Peran tersebut tidak ditemukan pada akun ini.',
  'service-client-not-found': 'Klien layanan tidak ditemukan.',
  'service-client-exists': 'Klien layanan dengan nama ini sudah ada.',
  'issuer-slash': '{setting} tidak boleh berakhir dengan garis miring.',
  'identity-keys-invalid': 'Berkas kunci {file} rusak. Pulihkan dari cadangan.',
  'totp-code-wrong': 'Kode tidak cocok. Periksa jam pada ponsel Anda, lalu coba lagi.',
  'totp-not-started': 'Mulailah dahulu penyiapan kode.',
} as const;

const en: Record<keyof typeof id, string> = {
  'unit-not-found': 'No such unit.',
  'unit-name-taken': 'There is a unit of this name in the same place.',
  'employee-not-found': 'No such employee.',
  'employee-search-empty': 'Give an employee number or a part of a name.',
  'correction-not-open': 'There is no such entry, or it has been settled.',
  'roster-import-not-found': 'No such import.',
  'roster-import-state': 'This cannot be done with an import in state {state}.',
  'roster-import-failed':
    'The import stopped because of an error in the system. Apply it again: rows that are in will not be taken twice.',
  'roster-file-missing': 'Choose a .xlsx or .csv file.',
  'roster-file-empty': 'The file is empty.',
  'roster-file-not-a-workbook': 'The file is no Excel workbook (.xlsx).',
  'roster-file-encrypted':
    'The file has a password or is in the old format (.xls). Save it as .xlsx without a password and upload it again.',
  'roster-file-damaged': 'The file is damaged. Open it in Excel, save it as a new file and upload that.',
  'roster-file-too-large': 'The content of the file is too large.',
  'roster-file-format-unknown': 'The kind of file is not known. Use .xlsx or .csv.',
  'roster-mapping-field-unknown': 'One of the columns names an unknown field.',
  'roster-mapping-column-invalid': 'The number of a column is not valid.',
  'roster-mapping-column-twice': 'One column is used for two fields.',
  'roster-mapping-incomplete': 'Name the columns of number, name and agency (or one agency for the whole file).',
  'account-not-found': 'No such account.',
  'account-name-taken': 'This login name is taken.',
  'password-too-weak': 'The password is too short or too easy to guess (at least 12 characters).',
  'role-to-oneself': 'You cannot give a role to yourself.',
  'grant-not-found': 'The account has no such role.',
  'service-client-not-found': 'No such service client.',
  'service-client-exists': 'There is a service client of this name.',
  'issuer-slash': '{setting} must not end with a slash.',
  'identity-keys-invalid': 'The key file {file} is damaged. Restore it from a backup.',
  'totp-code-wrong': 'The code does not match. Check the clock of your phone and try again.',
  'totp-not-started': 'Begin the set-up first.',
};

registerMessages({ id, en });
