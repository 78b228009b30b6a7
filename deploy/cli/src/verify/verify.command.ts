import { AppError } from '@betang/platform';
import { RegionApi } from '../api/region-api.js';
import { textOption, type Command } from '../invocation/command.js';
import { remedyOf } from '../messages/remedies.js';
import { readRegionSettings } from '../region/region-settings.js';
import { verifyRegion } from './verify-region.js';
import { countOf, verifyReportText } from './verify-text.js';

/** `betang verify`: computes the chains of all origins anew, from what the services of a region hold, and compares every account of them. */
export const verifyCommand: Command = {
  name: 'verify',
  options: { positions: { type: 'string' } },
  run: async (invocation) => {
    const { dataDir, language, tell } = invocation;
    const positions = textOption(invocation, 'positions');
    if (positions !== undefined && !/^[1-9]\d{0,6}$/.test(positions))
      throw new AppError('usage', { params: { command: 'verify', problem: '--positions' } });
    const { region, services } = await readRegionSettings(dataDir);
    const api = await RegionApi.open(dataDir, invocation);
    const lines = await verifyRegion(api, {
      ...{ services, tell },
      ...(positions === undefined ? {} : { positions: Number(positions) }),
    });
    const differences = lines.reduce((sum, line) => sum + countOf(line), 0);
    const data = {
      region,
      asOf: new Date(),
      sound: differences === 0,
      checked: lines.reduce((sum, { checked }) => sum + checked, 0),
      notCheckable: lines.reduce((sum, { through, checked }) => sum + through - checked, 0),
      differences,
      lines: lines.map((line) => ({
        ...line,
        differences: line.differences.map((difference) => ({
          ...difference,
          remedy: remedyOf(`chain-${difference.kind}`, language, { ...line, ...difference } as never),
        })),
      })),
    };
    return { data, text: verifyReportText(lines, language), exitCode: differences === 0 ? 0 : 1 };
  },
};
