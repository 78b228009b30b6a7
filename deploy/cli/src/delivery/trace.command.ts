import { AppError } from '@betang/platform';
import { RegionApi } from '../api/region-api.js';
import type { Command } from '../invocation/command.js';
import { traceText, type TraceJson } from './trace-text.js';

const EVENT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `betang trace`: where an event comes from and what it caused in this region, over all of its services. The look is on record. */
export const traceCommand: Command = {
  name: 'trace',
  arguments: ['<event-id>'],
  run: async (invocation) => {
    const eventId = invocation.arguments[0] ?? '';
    if (!EVENT_ID.test(eventId)) throw new AppError('usage', { params: { command: 'trace', problem: '<event-id>' } });
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const trace = await api.get<TraceJson>('identity', `delivery/events/${eventId}`);
    return { data: trace, text: traceText(trace, invocation.language) };
  },
};
