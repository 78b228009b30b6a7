// Node built-ins only: whoever asks how to start has installed nothing yet.
export const DEFAULT_PORT_BASE = 8620;
export const DEFAULT_PEOPLE = 2_000;

export const USAGE = `npm start -- [pilihan / options]
  --once            berhenti setelah bukti; kode keluar 0 bila lengkap / ends after the proof; exit code 0 when it is complete
  --reset           hapus semua data, mulai dari awal / deletes all data and begins anew
  --split           satu proses per layanan / one process a service
  --people N        orang rekaan per wilayah pada awal pertama (${DEFAULT_PEOPLE}) / invented people a region at the first start
  --seed TEXT       benih data rekaan (1) / seed of the invented data
  --port-base N     porta pertama dari 30, atau BETANG_PORT_BASE (${DEFAULT_PORT_BASE}) / first of 30 ports
  --dir FOLDER      folder data, atau BETANG_LOCAL_DIR (.betang/local) / folder of all data
  --help

Lingkungan / environment: BETANG_CACHE_DIR, folder nats-server yang diambil / of the nats-server that is fetched (~/.cache/betang);
  NATS_SERVER, program nats-server milik sendiri / a nats-server program of your own, 2.14 +`;
