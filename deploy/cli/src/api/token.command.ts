import type { Command } from '../invocation/command.js';
import { tokenOf } from './region-api.js';

/** `betang token`: what a request by hand has to carry; of who signed in here, renewed where it runs out. */
export const tokenCommand: Command = {
  name: 'token',
  run: async (invocation) => {
    const token = await tokenOf(invocation.dataDir, invocation);
    return { data: { token }, text: token };
  },
};
