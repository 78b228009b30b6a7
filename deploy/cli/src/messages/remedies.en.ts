import type { remediesId } from './remedies.id.js';
import { chainRemediesEn } from './chain-remedies.en.js';
import { regionRemediesEn } from './region-remedies.en.js';
import type { Remedy } from './remedy.js';

/** Each error code, what it means and what to do; English. */
export const remediesEn: Record<keyof typeof remediesId, Remedy> = {
  unknown: {
    what: 'Something unknown went wrong.',
    remedy: "Run it again with --json, look at the services' log at that time, and pass both on to the developers.",
  },
  usage: { what: 'Command {command} is incomplete or wrong: {problem}', remedy: 'See betang help {command}.' },
  'command-unknown': { what: 'There is no command {command}.', remedy: 'See the list of commands: betang help.' },
  'service-unknown': {
    what: 'There is no service {service}.',
    remedy: 'Use one of: identity, competency-mapping, training-catalog, learning-hours, contingency, reporting.',
  },
  'file-unreadable': {
    what: 'The file {file} cannot be read.',
    remedy: 'Check its name and its permissions, then try again.',
  },
  'file-failed': {
    what: 'The file {file} cannot be read or written ({reason}).',
    remedy:
      'Check the folder, whose it is, its permissions and the room on its disk, or name another file; then try again.',
  },
  ...regionRemediesEn,
  'operator-token-missing': {
    what: "The operator's token {file} is missing.",
    remedy:
      'Sign in: betang login. In local mode identity writes the token when it starts: start the services first. Or name a token file with BETANG_TOKEN_FILE.',
  },
  'operator-token-exposed': { what: 'Other users can read the token {file}.', remedy: 'Change its mode: chmod 600.' },
  'operator-exists': {
    what: 'Somebody signs in with the account {name} already.',
    remedy: 'Choose another login name, or have an operator change roles and password in the portal.',
  },
  'login-name-invalid': {
    what: 'The login name {name} is not valid.',
    remedy: 'Use 3 to 60 lower-case letters, digits, dots and hyphens, beginning with a letter.',
  },
  'role-unknown': {
    what: 'There is no role {role}.',
    remedy: 'Take, separated by commas: {known}.',
  },
  'issuer-unreachable': {
    what: 'The sign-in at {issuer} does not answer.',
    remedy: 'Start identity, or check issuerUrl in region.json and the certificate of that address.',
  },
  'sign-in-refused': {
    what: 'The sign-in was refused or has ended ({reason}).',
    remedy: 'Run betang login again. For the first operator run betang operator create on the region’s machine.',
  },
  'service-unreachable': {
    what: 'Service {service} does not answer at {url}.',
    remedy: 'Start the service, or check its address in region.json (from another machine: BETANG_API_URL).',
  },
  'api-url-invalid': {
    what: 'The address in {setting} is no https address.',
    remedy:
      'Give an https address, such as https://betang.kapuas.example; http only for this machine itself or a host in BETANG_PLAIN_HOSTS.',
  },
  'service-not-ready': {
    what: 'The service is not ready.',
    remedy:
      "Look at the checks that are named; the database has to be reachable. If it stays, look at the service's log.",
  },
  'request-refused': {
    what: 'Service {service} refused the request: {title} ({status} {code}){fields}',
    remedy: 'Correct what is named, then try again.',
  },
  unauthenticated: {
    what: 'The token was not accepted.',
    remedy: 'Restart identity, so that a new token is written, or use another token with BETANG_TOKEN_FILE.',
  },
  forbidden: {
    what: 'This token has no right to do that.',
    remedy: 'Use an account with the role operator; for rosters that of a BKPSDM officer.',
  },
  'event-not-found': {
    what: 'This region does not know that event.',
    remedy:
      'Check its id, or run betang trace in the region where the event comes from. What is past its retention cannot be traced any more.',
  },
  'parked-not-found': { what: 'This service has no such parked event.', remedy: 'See the list: betang parked list.' },
  'parked-decided': { what: 'That event has been applied or discarded.', remedy: 'Nothing more to do.' },
  'parked-not-retryable': {
    what: 'That message is no event that can be read.',
    remedy: 'Ask its sender, then discard it with betang parked discard.',
  },
  'incident-not-found': {
    what: 'This service has no such incident.',
    remedy: 'See the list: betang incidents list --all.',
  },
  'incident-acknowledged': { what: 'That incident has been acknowledged.', remedy: 'Nothing more to do.' },
  'replay-not-needed': {
    what: 'Nothing is missing on that line.',
    remedy: 'Nothing to do. To make projections anew: betang rebuild.',
  },
  'replay-too-long': { what: 'Too many positions in one request.', remedy: 'Ask piece by piece with --from and --to.' },
  'replay-origin-unknown': {
    what: 'Wrong sender. {title}',
    remedy: 'Name the right sender with --origin; betang status shows the lines that are received.',
  },
  'replay-audience-not-ours': {
    what: 'Wrong audience. {title}',
    remedy: 'Name an audience that may be asked for with --audience.',
  },
  'replay-epoch-unknown': {
    what: 'Wrong epoch. {title}',
    remedy: 'Copy the right epoch into --epoch; betang status shows the epoch of a region.',
  },
  'replay-line-unknown': {
    what: 'That line is not known. {title}',
    remedy: 'Name the right service with --publisher, or another epoch with --epoch.',
  },
  'replay-range-reversed': { what: 'The range is reversed. {title}', remedy: 'Change --from and --to over.' },
  'replay-beyond-end': {
    what: 'That position is beyond the end of the line. {title}',
    remedy: 'Name --from and --to up to that position, or neither of them: what is missing is found by itself.',
  },
  'replay-origin-stopped': {
    what: 'That line has stopped.',
    remedy: 'See betang status: settle the fork or the parked events first.',
  },
  'rebuild-nothing': {
    what: '{service} keeps no tables of what other services told.',
    remedy: 'Nothing to do: name one of the other services.',
  },
  'rebuild-underway': {
    what: 'A rebuild of that service is under way.',
    remedy: 'Wait until it has finished: betang status shows how far it is.',
  },
  'delivery-not-leading': {
    what: "This process does not run that service's delivery.",
    remedy: 'Wait some seconds and try again.',
  },
  'import-failed': {
    what: 'The import of {file} failed: {reason}.',
    remedy: 'See its details in the service (import {importId}), correct the file, then import it again.',
  },
  'import-needs-mapping': {
    what: 'Columns not found in {file}: {missing}. Headings that are not known: {headings}.',
    remedy:
      'Give that column such a heading in the file and import it again; for one agency add --agency "NAME". Or say which column it is: PUT imports/{importId}/mapping.',
  },
  'epoch-in-doubt': {
    what: 'Others know more of this region than its database does: it was restored or copied.',
    remedy: 'Stop the services, run betang epoch open, then start the services again.',
  },
  'epoch-opened': {
    what: 'An epoch was opened while these services ran: what they write counts in the one before, and they deliver nothing.',
    remedy: 'Stop the services and start them again.',
  },
  'clock-in-doubt': {
    what: 'The clock of the machine leapt more than 30 days from where it was last seen right. Nothing is changed and nothing deleted until it is put right.',
    remedy:
      'Compare date with your telephone and set the clock (timedatectl set-time), or the battery of the board is empty: replace it. Start the services that have ended. If the clock is right: betang clock confirm DAY.',
  },
  'clock-apart': {
    what: 'A region states what lies ahead of the clock of this machine: its clock is ahead, or this one is behind.',
    remedy:
      'Compare date on both machines with a telephone, and set the wrong one (timedatectl). Deadlines and days go by it; what was recorded meanwhile keeps its wrong time.',
  },
  'clock-day-differs': {
    what: 'The machine or its Postgres says that today is {here}, not {day}.',
    remedy: 'Set the clock of the machine first (timedatectl set-time), then run it again.',
  },
  'line-parked': {
    what: 'Events are parked: this is no proof.',
    remedy:
      'See betang parked list; mend the cause, then betang parked retry or discard. At a receiver, ask its operator.',
  },
  'line-held': {
    what: 'Events wait for some before them.',
    remedy: 'Usually it fills by itself. If it stays: betang replay for that line.',
  },
  'line-forked': {
    what: 'The line forked: two different events at one position.',
    remedy: "The sender's database was copied or restored silently. Ask the sender to run betang epoch open.",
  },
  'line-stopped': {
    what: 'The line stopped at the limit of parked events.',
    remedy: 'Settle the parked events: betang parked list.',
  },
  'line-chain-differs': {
    what: 'The chains of sender and receiver differ.',
    remedy: 'Run betang verify on both sides and compare the positions that it names.',
  },
  'line-ahead-of-sender': {
    what: 'The receiver has more than the sender.',
    remedy: "The sender's database is older: run betang epoch open at the sender.",
  },
  ...chainRemediesEn,
  'lost-after-restore': {
    what: 'What was written after the backup is lost here, and receivers have it.',
    remedy:
      'Ask the receivers for the list of events (incidents orphan), and send them again with the same Idempotency-Key; then betang incidents ack identity lost.',
  },
  'behind-local': {
    what: "Events wait before the region's own bus.",
    remedy: "Look at this region's nats-server: betang topology verify.",
  },
  'behind-hub': {
    what: 'Events wait to be sent to the province.',
    remedy: 'While the link is down nothing is lost: all is sent once it is back. Look at the network to the hub.',
  },
  'horizon-old': {
    what: 'An old transaction holds events back in Postgres.',
    remedy: 'Find the open transaction in pg_stat_activity and end it.',
  },
  incidents: {
    what: 'There are incidents on record.',
    remedy: 'See them: betang incidents list. Deal with each, then say so on record: betang incidents ack.',
  },
  'rebuild-failed': {
    what: 'The last rebuild of a service from its archive failed; its tables stayed as they were.',
    remedy: 'Look up the code behind the service in the handbook, mend the cause, then: betang rebuild <service>.',
  },
  'hub-unreachable': {
    what: 'The hub cannot be reached.',
    remedy: 'The region goes on working. Look at the network to the hub, and whether this region is suspended.',
  },
  'hub-place-missing': {
    what: 'The hub has lost its stream, or the place of this region in it.',
    remedy: 'The province runs betang topology apply. The region goes on working; nothing is lost.',
  },
  'inbound-not-taken': {
    what: 'What comes from the hub cannot be stored here.',
    remedy: "Look at this region's nats-server, its streams and its disk: betang topology verify.",
  },
  'stream-missing': {
    what: 'A stream of nats-server is not there.',
    remedy: 'Run betang topology apply: it is made anew and filled again from Postgres. The services need no restart.',
  },
  'bus-unreachable': {
    what: 'nats-server does not answer.',
    remedy: "Start nats-server with this region's nats.conf. The services go on taking data.",
  },
  'region-floods': {
    what: 'A region fills the hub: over five minutes it sent more than 200 events a second.',
    remedy:
      'After a long outage it ends by itself. If it stays: betang region suspend CODE, and ask its operator; its events wait there. betang region resume CODE lets it in again.',
  },
  'publish-batches-exhausted': {
    what: 'Too many batches are open on nats-server; events go on one by one, more slowly.',
    remedy:
      'Nothing, unless it stays: then somebody floods the hub. The province looks at betang status, and suspends that region.',
  },
  'stream-filling': {
    what: "The hub's stream is more than 70% full.",
    remedy:
      'Find the region that has long fetched nothing (betang status), or enlarge store.federationBytes and run betang topology apply.',
  },
  'disk-low': { what: 'The disk is almost full.', remedy: 'Make room before Postgres and nats-server stop writing.' },
  'proof-missing': {
    what: "The state of the region's delivery cannot be read.",
    remedy: "Start identity and check the operator's token.",
  },
  'database-unreachable': {
    what: 'Postgres does not answer.',
    remedy: "Start this region's Postgres, or check databaseUrl in region.json.",
  },
  'database-url-invalid': {
    what: 'The address of Postgres is no address.',
    remedy: 'Write it as postgres://HOST:PORT/DATABASE: databaseUrl in region.json, or the file of --owner-url-file.',
  },
  'database-sslmode-unsupported': {
    what: 'sslmode={mode} in the address of Postgres checks nobody.',
    remedy: 'Write ?sslmode=verify-full&sslrootcert=FILE, or no sslmode for Postgres on this machine itself.',
  },
  'database-authority-unreadable': {
    what: 'The file {file}, which sslrootcert names in the address of Postgres, is no certificate that can be read.',
    remedy: 'Name the PEM file of the authority that issued the certificate of Postgres, readable to the services.',
  },
  'database-certificate-untrusted': {
    what: 'The certificate of Postgres is not trusted ({reason}).',
    remedy:
      'Name in sslrootcert the authority that issued it; if that is right, look whether the certificate has expired, and do not go on before you know who answers there.',
  },
  'database-certificate-other-name': {
    what: 'The certificate of Postgres is not for the host in its address.',
    remedy:
      'Write a name into the address that is in the certificate (subjectAltName), or have a certificate issued for this host; do not go on before you know who answers there.',
  },
  'database-tls-not-offered': {
    what: 'The address of Postgres asks for TLS (sslmode=verify-full), and the server offers none.',
    remedy: 'Set ssl = on in its postgresql.conf, or check host and port of the address.',
  },
  'database-plain-refused': {
    what: 'Postgres does not let this connection without TLS in.',
    remedy:
      'Add ?sslmode=verify-full&sslrootcert=FILE to the address (databaseUrl in region.json, --owner-url-file), or a line for this role and this machine to pg_hba.conf.',
  },
  'database-refused': {
    what: 'Postgres refused: {state}.',
    remedy: "Check the roles' passwords in passwords.json; betang region init sets them again.",
  },
  'backup-recipient-missing': {
    what: 'There is no public key for backups yet.',
    remedy: 'Make one once: betang backup key FILE_OFF_THIS_MACHINE, or name --recipient.',
  },
  'backup-key-invalid': {
    what: 'The key file {file} is no backup key.',
    remedy: 'Use the file that betang backup key wrote.',
  },
  'backup-key-wrong': {
    what: 'This backup is encrypted to another key ({recipient}).',
    remedy: 'Use the private key with that name.',
  },
  'backup-damaged': {
    what: 'The backup is damaged or cut off: {problem}.',
    remedy: 'Do not use it. Take another copy, and check it with betang backup check.',
  },
  'backup-version-unknown': {
    what: 'The backup was made by a newer version.',
    remedy: 'Restore it with the same version or a newer one.',
  },
  'backup-file-exists': {
    what: 'The file {file} is already there.',
    remedy: 'Use another name; a backup never overwrites.',
  },
  'backup-running': {
    what: 'Another command is just writing the backup {file}.',
    remedy: 'Wait until it is done, or use another name.',
  },
  'restore-unfinished': {
    what: 'A restore into {folder} is not at its end: it runs, or it was cut short.',
    remedy:
      'If it runs, wait. Otherwise empty the folder, take a fresh Postgres cluster, and run betang restore again.',
  },
  'restore-target-not-empty': {
    what: 'The target folder or database already holds region {region}.',
    remedy: 'Restore into a fresh Postgres cluster and an empty folder.',
  },
  'restore-migration-unknown': {
    what: 'Migration {migration} of the backup is missing or different here.',
    remedy: 'Restore with the version of the program that made the backup, then upgrade.',
  },
  aborted: { what: 'Stopped.', remedy: 'Run it again if needed: what is done is not done twice.' },
};
