import type { RebuildView } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { RegionApi } from '../api/region-api.js';
import type { Command } from '../invocation/command.js';
import { cliText } from '../messages/cli-texts.js';
import { serviceOf } from './parked.commands.js';

/** It is the first to know what others keep of it. */
const WITHOUT_PROJECTIONS = 'identity';

/** `betang rebuild`: has all projections of a service made anew from its archive. How far it is stands in `betang status`. */
export const rebuildCommand: Command = {
  name: 'rebuild',
  arguments: ['<service>'],
  run: async (invocation) => {
    const service = serviceOf(invocation.arguments[0] ?? '');
    if (service === WITHOUT_PROJECTIONS) throw new AppError('rebuild-nothing', { params: { service } });
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const rebuild = await api.post<RebuildView>(service, 'delivery/rebuilds', {});
    return { data: rebuild, text: cliText(invocation.language, 'rebuild.asked', { service, id: rebuild.id }) };
  },
};
