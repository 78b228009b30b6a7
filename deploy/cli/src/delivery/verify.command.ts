import type { ChainReport } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { RegionApi } from '../api/region-api.js';
import { textOption, type Command } from '../invocation/command.js';
import { figure } from '../invocation/text-table.js';
import { cliText } from '../messages/cli-texts.js';
import { readRegionSettings } from '../region/region-settings.js';

/** `betang verify`: recomputes the chains of everything that the services of a region have published and received, and keep. */
export const verifyCommand: Command = {
  name: 'verify',
  options: { positions: { type: 'string' } },
  run: async (invocation) => {
    const { dataDir, language, tell } = invocation;
    const positions = textOption(invocation, 'positions');
    if (positions !== undefined && !/^[1-9]\d{0,6}$/.test(positions))
      throw new AppError('usage', { params: { command: 'verify', problem: '--positions' } });
    const api = await RegionApi.open(dataDir, invocation);
    const reports: ChainReport[] = [];
    for (const service of (await readRegionSettings(dataDir)).services) {
      tell(service);
      reports.push(
        await api.get<ChainReport>(
          service,
          `delivery/chains${positions === undefined ? '' : `?positions=${positions}`}`,
        ),
      );
    }
    const lines = reports.flatMap(({ service, published, received }) => [
      ...published.map((line) => ({
        ...line,
        name: cliText(language, 'verify.published', { service, ...counts(line) }),
      })),
      ...received.map((line) => ({
        ...line,
        name: cliText(language, 'verify.received', { reader: service, ...counts(line) }),
      })),
    ]);
    const differences = lines.reduce((sum, line) => sum + line.differences.length, 0);
    const checked = lines.reduce((sum, line) => sum + line.checked, 0);
    const details = lines.flatMap(({ name, differences: found }) => [
      name,
      ...found.map(({ position, kind }) => `  ! ${position} ${kind}`),
    ]);
    const verdict =
      differences === 0
        ? cliText(language, 'verify.sound', { checked: figure(checked, language) })
        : cliText(language, 'verify.differences', { count: figure(differences, language) });
    return {
      data: { sound: differences === 0, checked, differences, services: reports },
      text: [...details, verdict].join('\n'),
      exitCode: differences === 0 ? 0 : 1,
    };
  },
};

function counts(line: object): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(line).filter((entry): entry is [string, string | number] => typeof entry[1] !== 'object'),
  );
}
