/** Names of the steps that a person watches, Indonesian / English. */
export const TITLES = {
  servers: 'Postgres dan nats-server / Postgres and nats-server',
  joining: 'bergabung dengan provinsi / joining the province',
  services: 'layanan / services',
  logins: 'akun rekaan / invented logins',
  inventing: 'membuat berkas rekaan / inventing files',
  roster: 'impor daftar pegawai / roster import',
  completions: 'impor riwayat pelatihan / completions import',
  programme: 'menerbitkan program / publishing a programme',
  arriving: 'menunggu peristiwa tiba / waiting for events to arrive',
  restarted: 'dijalankan ulang / started again',
  reset: 'menghapus data / deleting data',
  stopping: 'Menghentikan semua / Stopping everything',
  stopped: 'Selesai / Stopped.',
  waitForPrevious: 'Menunggu sisa proses sebelumnya / Waiting for what is left of the previous run',
} as const;
