import { RegionApi, givenApiUrl } from '../api/region-api.js';
import type { Command } from '../invocation/command.js';
import { readRegionSettings } from '../region/region-settings.js';
import { readRegionStatus } from './region-status.js';
import { statusText } from './status-text.js';

/** `betang status`: services, relays, streams, origins and the proof of no loss; of every region here unless one is named. */
export const statusCommand: Command = {
  name: 'status',
  about: 'each',
  run: async (invocation) => {
    const { dataDirs, language, environment } = invocation;
    const found = [];
    for (const dataDir of dataDirs) {
      const settings = await readRegionSettings(dataDir);
      const open = () => RegionApi.open(dataDir, invocation);
      found.push(await readRegionStatus(dataDir, settings, open, givenApiUrl(environment)));
    }
    return {
      data: { regions: found },
      text: found.map((status) => statusText(status, language)).join('\n\n'),
      exitCode: found.some(({ problems }) => problems.length > 0) ? 1 : 0,
    };
  },
};
