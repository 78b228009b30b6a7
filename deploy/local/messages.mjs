/** What the preparation says to people, Indonesian first. */
export const MESSAGES = {
  node: (wanted, found) =>
    `Diperlukan Node ${wanted} atau lebih baru, yang terpasang ${found}. / Node ${wanted} or newer is needed, this is ${found}.`,
  packages: 'Memasang paket / Installing packages',
  nats: 'Menyiapkan nats-server / Preparing nats-server',
  build: 'Membangun program / Building',
  waiting: 'Menunggu persiapan lain di folder ini / Waiting for another preparation in this folder',
  failed: (step) => `Gagal / Failed: ${step}`,
  done: (seconds) => `selesai / done (${seconds} s)`,
  missing: (file) => `Program belum ada / The program is not there: ${file}`,
};
