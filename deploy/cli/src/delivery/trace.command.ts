import { RegionApi } from '../api/region-api.js';
import { FORMS, checkedArgument } from '../invocation/argument-forms.js';
import type { Command } from '../invocation/command.js';
import { traceText, type TraceJson } from './trace-text.js';

/** `betang trace`: where an event comes from and what it caused in this region, over all of its services. The look is on record. */
export const traceCommand: Command = {
  name: 'trace',
  arguments: ['<event-id>'],
  run: async (invocation) => {
    const eventId = checkedArgument(invocation.arguments[0] ?? '', '<event-id>', FORMS.uuid);
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const trace = await api.get<TraceJson>('identity', `delivery/events/${eventId}`);
    return { data: trace, text: traceText(trace, invocation.language) };
  },
};
