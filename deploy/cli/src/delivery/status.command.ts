import { RegionApi } from '../api/region-api.js';
import type { Command } from '../invocation/command.js';
import { readRegionSettings } from '../region/region-settings.js';
import { readRegionStatus } from './region-status.js';
import { statusText } from './status-text.js';

/** `betang status`: services, relays, streams, origins and the proof of no loss; of every region here unless one is named. */
export const statusCommand: Command = {
  name: 'status',
  about: 'each',
  run: async ({ dataDirs, language, signal }) => {
    const found = [];
    for (const dataDir of dataDirs) {
      const settings = await readRegionSettings(dataDir);
      found.push(await readRegionStatus(dataDir, settings, () => RegionApi.open(dataDir, { language, signal })));
    }
    return {
      data: { regions: found },
      text: found.map((status) => statusText(status, language)).join('\n\n'),
      exitCode: found.some(({ problems }) => problems.length > 0) ? 1 : 0,
    };
  },
};
