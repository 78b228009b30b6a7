import { checkedArgument, FORMS } from '../invocation/argument-forms.js';
import type { Command } from '../invocation/command.js';
import { cliText } from '../messages/cli-texts.js';
import { confirmClock } from './confirm-clock.js';

/** `betang clock confirm`: the operator says which day it is; where the machine says the same, its clock is believed. */
export const clockConfirmCommand: Command = {
  name: 'clock confirm',
  arguments: ['<day>'],
  run: async ({ dataDir, language, arguments: [day = ''] }) => {
    const confirmed = await confirmClock(dataDir, checkedArgument(day, '<day>', FORMS.day));
    return { data: confirmed, text: cliText(language, 'clock.confirmed', { time: confirmed.time }) };
  },
};
