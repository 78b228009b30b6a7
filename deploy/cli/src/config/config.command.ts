import { isServiceName } from '@betang/contracts';
import { AppError, type ServiceName } from '@betang/platform';
import type { Command } from '../invocation/command.js';
import { textTable } from '../invocation/text-table.js';
import { cliText } from '../messages/cli-texts.js';
import { environmentOf } from '../region/region-environment.js';
import { readRegionSettings } from '../region/region-settings.js';
import { installedDefinitions } from '../region/service-definitions.js';
import { settingsOf } from './process-settings.js';

/** `betang config`: what a process of the region is set to, secrets masked; with 1 when it would not start so. */
export const configCommand: Command = {
  name: 'config',
  arguments: ['[process]'],
  run: async ({ dataDir, language, environment, arguments: [process] }) => {
    const { mode } = await readRegionSettings(dataDir);
    const program = programOf(process ?? (mode === 'all' ? 'all' : 'identity'));
    const definitions = (await installedDefinitions()).filter(({ name }) => program === 'all' || name === program);
    const { settings, problems } = settingsOf(definitions, await environmentOf(dataDir, program), environment);
    const rows = settings.map(({ name, value, from, description }) => [name, value, from, description]);
    const well = problems.length === 0;
    const told = well ? [] : [cliText(language, 'config.problems'), ...problems.map((problem) => `  ! ${problem}`)];
    return {
      data: { process: program, settings, problems },
      text: [textTable(rows), ...told].join('\n'),
      exitCode: well ? 0 : 1,
    };
  },
};

/** @throws AppError `service-unknown` */
function programOf(name: string): ServiceName | 'all' {
  if (name === 'all' || isServiceName(name)) return name;
  throw new AppError('service-unknown', { params: { service: name } });
}
