import type { ReplayOrdered } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { RegionApi } from '../api/region-api.js';
import { textOption, type Command, type Invocation } from '../invocation/command.js';
import { cliText } from '../messages/cli-texts.js';
import { serviceOf } from './parked.commands.js';

/** `betang replay`: asks an origin again, now, for what a service lacks of a line. */
export const replayCommand: Command = {
  name: 'replay',
  arguments: ['<service>'],
  options: {
    origin: { type: 'string' },
    publisher: { type: 'string' },
    audience: { type: 'string' },
    epoch: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
  },
  run: async (invocation) => {
    const service = serviceOf(invocation.arguments[0] ?? '');
    const order = {
      region: required(invocation, 'origin'),
      service: required(invocation, 'publisher'),
      audience: required(invocation, 'audience'),
      epoch: required(invocation, 'epoch'),
      ...position(invocation, 'from'),
      ...position(invocation, 'to'),
    };
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const ordered = await api.post<ReplayOrdered>(service, 'delivery/replay', order);
    return { data: ordered, text: cliText(invocation.language, 'replay.asked', { ...ordered }) };
  },
};

function required(invocation: Invocation, name: string): string {
  const value = textOption(invocation, name);
  if (value === undefined) throw new AppError('usage', { params: { command: 'replay', problem: `--${name}` } });
  return value;
}

function position(invocation: Invocation, name: 'from' | 'to'): Record<string, number> {
  const value = textOption(invocation, name);
  if (value === undefined) return {};
  if (!/^[1-9]\d{0,14}$/.test(value))
    throw new AppError('usage', { params: { command: 'replay', problem: `--${name}` } });
  return { [name]: Number(value) };
}
