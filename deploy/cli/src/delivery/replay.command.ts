import { SERVICE_NAMES } from '@betang/contracts';
import type { ReplayOrdered } from '@betang/messaging';
import { AppError } from '@betang/platform';
import { RegionApi } from '../api/region-api.js';
import { FORMS, checkedOption } from '../invocation/argument-forms.js';
import type { Command, Invocation } from '../invocation/command.js';
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
      region: required(invocation, 'origin', FORMS.region),
      service: required(invocation, 'publisher', SERVICE_NAMES),
      audience: required(invocation, 'audience', FORMS.audience),
      epoch: required(invocation, 'epoch', FORMS.epoch),
      ...position(invocation, 'from'),
      ...position(invocation, 'to'),
    };
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const ordered = await api.post<ReplayOrdered>(service, 'delivery/replay', order);
    return { data: ordered, text: cliText(invocation.language, 'replay.asked', { ...ordered }) };
  },
};

function required(invocation: Invocation, name: string, allowed: RegExp | readonly string[]): string {
  const value = checkedOption(invocation, name, allowed);
  if (value === undefined) throw new AppError('usage', { params: { problem: `--${name}` } });
  return value;
}

function position(invocation: Invocation, name: 'from' | 'to'): Record<string, number> {
  const value = checkedOption(invocation, name, FORMS.position);
  return value === undefined ? {} : { [name]: Number(value) };
}
