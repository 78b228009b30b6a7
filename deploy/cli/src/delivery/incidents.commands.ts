import { INCIDENT_KINDS, type IncidentRecord, type LostStretch } from '@betang/messaging';
import { AppError, type Page, type ServiceName } from '@betang/platform';
import { RegionApi } from '../api/region-api.js';
import { checkedOption } from '../invocation/argument-forms.js';
import { textOption, type Command, type Invocation } from '../invocation/command.js';
import { textTable } from '../invocation/text-table.js';
import { cliText } from '../messages/cli-texts.js';
import { readRegionSettings } from '../region/region-settings.js';
import { serviceOf } from './parked.commands.js';
import type { ProofJson } from './status-report.js';

type Incident = Omit<IncidentRecord, 'noticedAt' | 'acknowledgedAt'> & {
  readonly noticedAt: string;
  readonly acknowledgedAt: string | null;
};

/** What a restore lost is the region's, kept by identity: it is named by this word instead of a number. */
const LOST = 'lost';
const ALL = 'all';

/** `betang incidents list`: what no retry mends and nobody has acknowledged yet, of all services unless one is named. */
export const incidentsListCommand: Command = {
  name: 'incidents list',
  options: {
    service: { type: 'string' },
    kind: { type: 'string' },
    all: { type: 'boolean' },
    cursor: { type: 'string' },
  },
  run: async (invocation) => {
    const { language, dataDir } = invocation;
    const query = queryOf(invocation);
    const api = await RegionApi.open(dataDir, invocation);
    const named = textOption(invocation, 'service');
    const services = named === undefined ? (await readRegionSettings(dataDir)).services : [serviceOf(named)];
    const items: (Incident & { readonly at: ServiceName })[] = [];
    let nextCursor: string | undefined;
    for (const service of services) {
      const page = await api.get<Page<Incident>>(service, `delivery/incidents?${query}`);
      items.push(...page.items.map((item) => ({ ...item, at: service })));
      nextCursor = services.length === 1 ? page.nextCursor : undefined;
    }
    const lost = services.includes('identity') ? await lostOf(api) : [];
    const rows = [
      ...lost.map((stretch) => ['identity', LOST, stretch.service, stretch.audience, stretch.epoch, rangeOf(stretch)]),
      ...items.map(({ at, incidentId, kind, region, service, audience, epoch, position, acknowledgedBy }) => [
        at,
        incidentId,
        kind,
        `${region} ${service} ${audience} ${epoch}`,
        String(position),
        acknowledgedBy ?? '',
      ]),
    ];
    const more = nextCursor === undefined ? [] : [cliText(language, 'parked.more', { cursor: nextCursor })];
    const text = rows.length === 0 ? cliText(language, 'incidents.none') : [textTable(rows), ...more].join('\n');
    return { data: { items, lost, ...(nextCursor === undefined ? {} : { nextCursor }) }, text };
  },
};

/** `betang incidents show`: one of them whole. */
export const incidentsShowCommand: Command = {
  name: 'incidents show',
  arguments: ['<service>', '<id>'],
  run: async (invocation) => {
    const [service = '', id = ''] = invocation.arguments;
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const incident = await api.get<Incident>(serviceOf(service), `delivery/incidents/${numberOf(id)}`);
    const rows = Object.entries(incident).map(([name, value]) => [name, String(value ?? '')]);
    return { data: incident, text: textTable(rows) };
  },
};

/** `betang incidents ack`: says on record what was done about one, about all of a kind, or about what a restore lost. */
export const incidentsAckCommand: Command = {
  name: 'incidents ack',
  arguments: ['<service>', '<id>'],
  options: { reason: { type: 'string' }, kind: { type: 'string' } },
  run: async (invocation) => {
    const [name = '', id = ''] = invocation.arguments;
    const service = serviceOf(name);
    const reason = textOption(invocation, 'reason');
    if (reason === undefined) throw usage('--reason');
    const kind = checkedOption(invocation, 'kind', INCIDENT_KINDS);
    if (kind !== undefined && id !== ALL) throw usage('--kind');
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const acknowledged = await acknowledge(api, service, id, { reason, ...(kind === undefined ? {} : { kind }) });
    return {
      data: { service, acknowledged },
      text: cliText(invocation.language, 'incidents.acknowledged', { count: acknowledged }),
    };
  },
};

/** Answers how many. @throws AppError `usage` */
async function acknowledge(
  api: RegionApi,
  service: ServiceName,
  id: string,
  order: { readonly reason: string; readonly kind?: string },
): Promise<number> {
  if (id === ALL)
    return (await api.post<{ acknowledged: number }>(service, 'delivery/incidents/acknowledge', order)).acknowledged;
  if (id === LOST) {
    if (service !== 'identity') throw usage(LOST);
    const path = 'delivery/region/lost/acknowledge';
    return (await api.post<{ acknowledged: readonly LostStretch[] }>(service, path, order)).acknowledged.length;
  }
  await api.post(service, `delivery/incidents/${numberOf(id)}/acknowledge`, order);
  return 1;
}

async function lostOf(api: RegionApi): Promise<readonly LostStretch[]> {
  return (await api.get<ProofJson>('identity', 'delivery/region')).lost;
}

function rangeOf({ from, to, receivers }: LostStretch): string {
  return `${from}-${to} (${receivers.join(', ')})`;
}

function numberOf(id: string): string {
  if (!/^[1-9]\d{0,15}$/.test(id)) throw usage('<id>');
  return id;
}

function usage(problem: string): AppError {
  return new AppError('usage', { params: { command: 'incidents ack', problem } });
}

function queryOf(invocation: Invocation): string {
  const query = new URLSearchParams({ state: invocation.options['all'] === true ? 'all' : 'open' });
  const kind = checkedOption(invocation, 'kind', INCIDENT_KINDS);
  if (kind !== undefined) query.set('kind', kind);
  const cursor = textOption(invocation, 'cursor');
  if (cursor !== undefined) query.set('cursor', cursor);
  return query.toString();
}
