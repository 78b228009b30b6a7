import { resolve } from 'node:path';
import { AppError } from '@betang/platform';
import { textOption, type Command, type Invocation } from '../invocation/command.js';
import { figure } from '../invocation/text-table.js';
import { cliText } from '../messages/cli-texts.js';
import { configFileOf, serverUrlOption } from '../region/region.commands.js';
import { ownerUrlOf, portOf } from '../region/region-init.command.js';
import { regionPaths } from '../region/region-paths.js';
import { installedDefinitions } from '../region/service-definitions.js';
import { backupKeyOf } from './backup.commands.js';
import { restoreRegion, type RestoreInput } from './restore-region.js';

/** `betang restore`: a region from its backup, into a fresh Postgres cluster and an empty folder (`--data`). */
export const restoreCommand: Command = {
  name: 'restore',
  arguments: ['<file>'],
  about: 'none',
  options: {
    key: { type: 'string' },
    'owner-url-file': { type: 'string' },
    'nats-host': { type: 'string' },
    'nats-port': { type: 'string' },
    'nats-url': { type: 'string' },
    'http-port': { type: 'string' },
  },
  run: async (invocation) => {
    const data = textOption(invocation, 'data');
    if (data === undefined) throw new AppError('usage', { params: { command: 'restore', problem: '--data' } });
    const { language } = invocation;
    const dataDir = resolve(data);
    const { settings, createdAt, rows, epoch } = await restoreRegion({
      file: resolve(invocation.arguments[0] ?? ''),
      owner: await backupKeyOf(invocation),
      dataDir,
      ownerUrl: await ownerUrlOf(invocation),
      definitions: await installedDefinitions(),
      nats: movedTo(invocation),
      ...(textOption(invocation, 'http-port') === undefined ? {} : { httpPort: portOf(invocation, 'http-port', 8062) }),
    });
    const config = configFileOf(regionPaths(dataDir).nats);
    const { region } = settings;
    const params = {
      region,
      createdAt,
      rows: figure(rows, language),
      epoch: epoch.epoch,
      parent: epoch.parent ?? '-',
      config,
    };
    return {
      data: { region, createdAt, rows, epoch: epoch.epoch, parent: epoch.parent, folder: dataDir, natsConfig: config },
      text: cliText(language, 'restore.done', params),
    };
  },
};

/** Only what is said to be elsewhere than before. */
function movedTo(invocation: Invocation): NonNullable<RestoreInput['nats']> {
  const [host, url] = [textOption(invocation, 'nats-host'), serverUrlOption(invocation, 'nats-url')];
  return {
    ...(host === undefined ? {} : { host }),
    ...(textOption(invocation, 'nats-port') === undefined ? {} : { port: portOf(invocation, 'nats-port', 4222) }),
    ...(url === undefined ? {} : { url }),
  };
}
