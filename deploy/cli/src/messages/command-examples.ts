/** One command line for each command, as an operator types it after `betang`. */
const EXAMPLES: Readonly<Record<string, string>> = {
  login: 'login --region 62.03',
  token: 'token --region 62.03',
  logout: 'logout --region 62.03',
  'operator create':
    'operator create sari.contoh /tmp/undangan-sari.json --name "Sari Contoh" --roles operator,auditor',
  status: 'status --region 62.03',
  config: 'config reporting --region 62.03',
  verify: 'verify --positions 1000',
  trace: 'trace 0195c0de-0000-7000-8000-000000000001 --region 62.03',
  'parked list': 'parked list --service reporting --reason handler-failed',
  'parked show': 'parked show reporting 0195c0de-0000-7000-8000-000000000001',
  'parked retry': 'parked retry reporting all',
  'parked discard': 'parked discard reporting 0195c0de-0000-7000-8000-000000000001 --reason "dibetulkan pengirim"',
  'incidents list': 'incidents list --service reporting --kind orphan',
  'incidents show': 'incidents show reporting 17',
  'incidents ack': 'incidents ack reporting all --kind orphan --reason "dikirim ulang menurut daftar penerima"',
  replay:
    'replay reporting --origin 62.03 --publisher learning-hours --audience province --epoch 1.c6b6b90b1672 --from 1 --to 500',
  rebuild: 'rebuild competency-mapping --region 62.03',
  'epoch open': 'epoch open --region 62.03',
  'clock confirm': 'clock confirm 2026-11-23 --region 62.03',
  'region init': 'region init 62.03 --data /srv/betang/62.03 --owner-url-file /srv/betang/owner-url --http-port 8062',
  'region register': 'region register /tmp/registration-62.03.json',
  'region add': 'region add /tmp/registration-62.03.json /tmp/join-62.03.json --region 62',
  'region join': 'region join /tmp/join-62.03.json',
  'region suspend': 'region suspend 62.03 --region 62',
  'region resume': 'region resume 62.03 --region 62',
  'region remove': 'region remove 62.03 --region 62 --confirm 62.03',
  'region rotate-keys': 'region rotate-keys /tmp/registration-62.03.json',
  'region rotate-hub-key': 'region rotate-hub-key /tmp/registration-62.03.json',
  'region rotate-token-keys': 'region rotate-token-keys --region 62.03',
  'region rotate-pseudonyms': 'region rotate-pseudonyms --region 62.03',
  'topology apply': 'topology apply --region 62',
  'topology verify': 'topology verify --region 62',
  'import roster': 'import roster /tmp/duk.xlsx --preview',
  'import completions': 'import completions /tmp/kursus.csv',
  'backup key': 'backup key /media/usb/betang.key',
  backup: 'backup /backup/62.03-2026-11-21.betang',
  'backup check': 'backup check /backup/62.03-2026-11-21.betang --key /media/usb/betang.key',
  restore:
    'restore /backup/62.03-2026-11-21.betang --data /srv/betang/62.03 --key /media/usb/betang.key --owner-url-file /srv/betang/owner-url',
};

export function exampleOf(command: string): string {
  return EXAMPLES[command] ?? '';
}
