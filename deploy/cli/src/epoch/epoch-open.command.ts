import type { Command } from '../invocation/command.js';
import { cliText } from '../messages/cli-texts.js';
import { openNextEpoch } from './open-next-epoch.js';

/** `betang epoch open`: begins to count anew, when others know more of this region than its own database does. */
export const epochOpenCommand: Command = {
  name: 'epoch open',
  run: async ({ dataDir, language }) => {
    const { epoch, parent } = await openNextEpoch(dataDir, 'OPERATOR');
    return { data: { epoch, parent }, text: cliText(language, 'epoch.opened', { epoch, parent: parent ?? '-' }) };
  },
};
