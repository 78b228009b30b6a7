import type { Command } from '../invocation/command.js';
import { cliText } from '../messages/cli-texts.js';
import { rotatePseudonyms } from './rotate-pseudonyms.js';

/** `betang region rotate-pseudonyms`: run it until the former secret is gone. */
export const regionRotatePseudonymsCommand: Command = {
  name: 'region rotate-pseudonyms',
  run: async ({ language, dataDir }) => {
    const rotation = await rotatePseudonyms(dataDir);
    const version = String(rotation.version);
    return { data: rotation, text: cliText(language, `pseudonyms.${rotation.state}`, { version }) };
  },
};
