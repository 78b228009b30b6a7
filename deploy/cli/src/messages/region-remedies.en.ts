import type { Remedy } from './remedy.js';

/** What the commands about regions of a machine and of a federation refuse; English. */
export const regionRemediesEn = {
  'region-not-found': {
    what: 'There is no region {region} in {folder}. Those that are there: {regions}.',
    remedy: 'Name its folder with --data, or make the region with betang region init.',
  },
  'region-not-chosen': { what: 'There are several regions here: {regions}.', remedy: 'Choose one with --region CODE.' },
  'region-in-several-folders': {
    what: 'Region {region} is in several folders: {folders}.',
    remedy: 'Choose one with --data FOLDER.',
  },
  'region-not-initialised': { what: 'Region {region} has not been made yet.', remedy: 'Run betang region init.' },
  'region-settings-invalid': {
    what: 'The file {file} is damaged.',
    remedy: 'Take the file from a backup, or run betang region init again on the same folder.',
  },
  'region-is-another': {
    what: 'The folder {folder} belongs to region {region}, or to another role.',
    remedy: 'Use another folder with --data.',
  },
  'cluster-is-another': {
    what: 'The Postgres cluster already holds region {region}.',
    remedy: 'Name the cluster of this region: each has one of its own (--owner-url-file). Nothing was changed.',
  },
  'owner-url-missing': {
    what: 'The address of the Postgres owner is missing.',
    remedy:
      'Write it (postgres://owner:password@host:port/postgres) to a file of mode 0600 and name that with --owner-url-file, or set BETANG_OWNER_URL.',
  },
  'services-not-installed': {
    what: "The services' package {package} is not installed here.",
    remedy: 'Run this command from a whole installation (npm ci, npm run build).',
  },
  'registration-invalid': {
    what: 'The registration file is not valid.',
    remedy: 'Ask the region to run betang region register again, and compare the fingerprint by telephone.',
  },
  'join-file-invalid': {
    what: 'The join file is not valid.',
    remedy: 'Ask the province to run betang region add again, and compare the fingerprint by telephone.',
  },
  'join-file-for-another': {
    what: 'This join file is for region {region}.',
    remedy: 'Ask the province for the file of this region.',
  },
  'province-joins-nobody': {
    what: 'Province {region} is the hub of its own regions.',
    remedy: 'Run this command at a region below the province.',
  },
  'not-a-province': {
    what: 'Region {region} is no hub.',
    remedy: "Run this command on the province's folder: --region PROVINCE_CODE.",
  },
  'region-not-below-province': {
    what: 'Region {region} is not below province {province}.',
    remedy: "Check the region's code in the file.",
  },
  'region-made-anew': {
    what: 'Region {region} was made anew: it begins with epoch {epoch}, and everyone knows it by {known}. All that it says would be held for ever.',
    remedy:
      'Bring the region back from its backup (betang restore), which goes on after what others know. Nothing was changed.',
  },
  'region-unknown': {
    what: 'Region {region} is not registered with province {province}. Those that are: {known}.',
    remedy: 'Name one of them, or add it first with betang region add.',
  },
  'province-stays': {
    what: 'Province {region} cannot be suspended or removed from its own hub.',
    remedy: 'Name the code of a region below it.',
  },
  'confirmation-missing': {
    what: 'The command {command} removes for good, and there is no terminal here to ask back.',
    remedy: 'Add --confirm {region}, or run it in a terminal and type the code.',
  },
  'confirmation-differs': {
    what: 'What was typed is not {region}. Nothing was changed.',
    remedy: 'Run it again and type the code of the region exactly, or add --confirm {region}.',
  },
  'region-not-linked': {
    what: 'Region {region} has joined no hub.',
    remedy: 'Join it first: betang region register, add, join.',
  },
  'pseudonym-key-missing': {
    what: 'There is no key of pseudonyms in {dir}.',
    remedy: 'Take keys/pseudonym.json from a backup; for a new region run betang region init.',
  },
  'pseudonym-secret-missing': {
    what: 'The province knows people by pseudonyms of version {version} of the key, which is not in keys/pseudonym.json.',
    remedy: 'Bring keys/pseudonym.json back from the newest backup that has it, then restart the services.',
  },
  'pseudonyms-not-noted': {
    what: 'It is not noted yet whom the province knows: learning-hours of this release has never run here.',
    remedy: 'Start the services of this region, then run the command again.',
  },
  'token-keys-missing': {
    what: 'There are no token keys at {file}.',
    remedy: 'Start identity once: it makes them. A region with another OpenID provider rotates its keys there.',
  },
  'services-running': {
    what: 'The delivery of {service} is still running.',
    remedy: 'Stop all services of this region, run the command again, then start the services.',
  },
} as const satisfies Record<string, Remedy>;
