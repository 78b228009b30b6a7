import { join, resolve } from 'node:path';
import { AppError } from '@betang/platform';
import { textOption, type Command, type Invocation } from '../invocation/command.js';
import { bytesText, figure } from '../invocation/text-table.js';
import { cliText } from '../messages/cli-texts.js';
import { regionPaths } from '../region/region-paths.js';
import { makeBackupKey, readBackupKey, readRecipient } from './backup-key.js';
import { checkBackup, makeBackup } from './make-backup.js';

/** `betang backup key`: the key pair of this region's backups, once. */
export const backupKeyCommand: Command = {
  name: 'backup key',
  arguments: ['<file>'],
  run: async ({ dataDir, language, arguments: [name = ''] }) => {
    const file = resolve(name);
    const recipient = regionPaths(dataDir).backupRecipient;
    const keyId = await makeBackupKey(file, recipient);
    return { data: { keyId, file, recipient }, text: cliText(language, 'backup.key', { file, recipient }) };
  },
};

/** `betang backup`: one encrypted file of everything that a region is. */
export const backupCommand: Command = {
  name: 'backup',
  arguments: ['<file>'],
  options: { recipient: { type: 'string' } },
  run: async (invocation) => {
    const { dataDir, language, tell } = invocation;
    const recipient = await readRecipient(textOption(invocation, 'recipient') ?? regionPaths(dataDir).backupRecipient);
    const file = resolve(invocation.arguments[0] ?? '');
    const made = await makeBackup(dataDir, file, recipient, (table, rows) =>
      tell(cliText(language, 'backup.table', { table, rows: figure(rows, language) })),
    );
    const params = { file, tables: Object.keys(made.rows).length, bytes: bytesText(made.bytes), epoch: made.epoch };
    return { data: made, text: cliText(language, 'backup.done', params) };
  },
};

/** `betang backup check`: reads a whole backup and brings nothing back. */
export const backupCheckCommand: Command = {
  name: 'backup check',
  arguments: ['<file>'],
  about: 'none',
  options: { key: { type: 'string' } },
  run: async (invocation) => {
    const { manifest, entries } = await checkBackup(
      resolve(invocation.arguments[0] ?? ''),
      await backupKeyOf(invocation),
    );
    const { region, createdAt, epoch } = manifest;
    return {
      data: { region, createdAt, epoch, entries, tables: manifest.tables.length },
      text: cliText(invocation.language, 'backup.checked', { entries, region, createdAt }),
    };
  },
};

/** The private key that the operator keeps, by `--key` or the environment. @throws AppError `usage`, `backup-key-invalid` */
export async function backupKeyOf(invocation: Invocation) {
  const file = textOption(invocation, 'key') ?? invocation.environment['BETANG_BACKUP_KEY_FILE'];
  if (file === undefined) throw new AppError('usage', { params: { command: 'backup check', problem: '--key' } });
  return readBackupKey(join(resolve(file)));
}
