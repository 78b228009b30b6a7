import type { Language } from '@betang/platform';

const id = {
  'sign-in': 'Masuk',
  'sign-in-to': 'Masuk ke',
  'login-name': 'Nama pengguna',
  password: 'Kata sandi',
  'one-time-code': 'Kode enam angka dari aplikasi autentikator',
  continue: 'Lanjutkan',
  cancel: 'Batal',
  'problem-wrong': 'Nama pengguna atau kata sandi tidak cocok.',
  'problem-locked': 'Terlalu banyak percobaan yang gagal. Tunggu beberapa saat, lalu coba lagi.',
  'problem-code-wrong': 'Kode tidak cocok atau sudah dipakai. Tunggu kode berikutnya.',
  'problem-expired': 'Waktu masuk habis. Masukkan nama pengguna dan kata sandi sekali lagi.',
  'gone-title': 'Halaman ini sudah tidak berlaku',
  gone: 'Kembalilah ke aplikasi dan mulailah masuk sekali lagi.',
  'error-title': 'Tidak dapat melanjutkan',
  error: 'Permintaan ini tidak dapat diproses. Kembalilah ke aplikasi dan coba lagi. Kode:',
  'sign-out': 'Keluar',
  'sign-out-question': 'Keluar dari Betang di peramban ini?',
  'stay-signed-in': 'Tetap masuk',
  'signed-out': 'Anda sudah keluar. Halaman ini boleh ditutup.',
  'device-title': 'Hubungkan perangkat',
  'device-enter': 'Ketik kode yang tampil pada perangkat atau terminal Anda.',
  'device-wrong': 'Kode itu tidak dikenal atau sudah tidak berlaku. Coba lagi.',
  'device-confirm':
    'Kode berikut harus sama dengan yang tampil pada perangkat Anda. Bila bukan Anda yang memulainya, batalkan.',
  'device-done': 'Perangkat sudah terhubung. Halaman ini boleh ditutup.',
} as const;

const en: Record<keyof typeof id, string> = {
  'sign-in': 'Sign in',
  'sign-in-to': 'Sign in to',
  'login-name': 'Login name',
  password: 'Password',
  'one-time-code': 'Six digits of your authenticator app',
  continue: 'Continue',
  cancel: 'Cancel',
  'problem-wrong': 'Login name and password do not match.',
  'problem-locked': 'Too many attempts have failed. Wait a while and try again.',
  'problem-code-wrong': 'The code does not match or was used before. Wait for the next one.',
  'problem-expired': 'The sign-in took too long. Enter login name and password once more.',
  'gone-title': 'This page is no longer valid',
  gone: 'Go back to the application and begin to sign in again.',
  'error-title': 'This cannot go on',
  error: 'The request cannot be handled. Go back to the application and try again. Code:',
  'sign-out': 'Sign out',
  'sign-out-question': 'Sign out of Betang in this browser?',
  'stay-signed-in': 'Stay signed in',
  'signed-out': 'You are signed out. You may close this page.',
  'device-title': 'Connect a device',
  'device-enter': 'Type the code that your device or terminal shows.',
  'device-wrong': 'This code is not known or no longer valid. Try again.',
  'device-confirm': 'The code below must be the one that your device shows. If it was not you who began this, cancel.',
  'device-done': 'The device is connected. You may close this page.',
};

/** Texts of the sign-in pages, Indonesian first. */
export const pageTexts: Readonly<Record<Language, Readonly<Record<keyof typeof id, string>>>> = { id, en };
