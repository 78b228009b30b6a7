import { isServiceName } from '@betang/contracts';
import { PARKED_STATES, type ParkedDetail, type ParkedSummary } from '@betang/messaging';
import { AppError, type Page, type ServiceName } from '@betang/platform';
import { RegionApi } from '../api/region-api.js';
import { FORMS, checkedArgument, checkedOption } from '../invocation/argument-forms.js';
import { textOption, type Command, type Invocation } from '../invocation/command.js';
import { textTable } from '../invocation/text-table.js';
import { cliText } from '../messages/cli-texts.js';
import { readRegionSettings } from '../region/region-settings.js';

type Summary = Omit<ParkedSummary, 'parkedAt'> & { readonly parkedAt: string };
type Found = Summary & { readonly at: ServiceName };

const LARGEST_PAGE = 200;
const ANY = /^/;
const PARKED_FORMS: Readonly<Record<string, RegExp | readonly string[]>> = { state: PARKED_STATES, from: FORMS.region };

/** `betang parked list`: what waits for a decision, of all services unless one is named. */
export const parkedListCommand: Command = {
  name: 'parked list',
  options: {
    service: { type: 'string' },
    state: { type: 'string' },
    from: { type: 'string' },
    reason: { type: 'string' },
    cursor: { type: 'string' },
  },
  run: async (invocation) => {
    const { language } = invocation;
    const query = queryOf(invocation);
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const named = textOption(invocation, 'service');
    const services = named === undefined ? (await readRegionSettings(invocation.dataDir)).services : [serviceOf(named)];
    const items: Found[] = [];
    let nextCursor: string | undefined;
    for (const service of services) {
      const page = await api.get<Page<Summary>>(service, `delivery/parked?${query}`);
      items.push(...page.items.map((item) => ({ ...item, at: service })));
      nextCursor = services.length === 1 ? page.nextCursor : undefined;
    }
    const rows = items.map((item) => [
      item.at,
      item.parkedId,
      item.region,
      item.type,
      item.reason,
      `${item.detail} (${item.attempts})`,
      item.state,
    ]);
    const more = nextCursor === undefined ? [] : [cliText(language, 'parked.more', { cursor: nextCursor })];
    const text = rows.length === 0 ? cliText(language, 'parked.none') : [textTable(rows), ...more].join('\n');
    return { data: { items, ...(nextCursor === undefined ? {} : { nextCursor }) }, text };
  },
};

/** `betang parked show`: one event with its headers and bytes. The look is on record. */
export const parkedShowCommand: Command = {
  name: 'parked show',
  arguments: ['<service>', '<id>'],
  run: async (invocation) => {
    const [service, id] = target(invocation);
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const detail = await api.get<ParkedDetail>(service, `delivery/parked/${id}`);
    const { headers, bodyBase64, ...summary } = detail;
    const rows = [...Object.entries(summary), ...headers].map(([name, value]) => [String(name), String(value ?? '')]);
    return { data: detail, text: `${textTable(rows)}\n\n${Buffer.from(bodyBase64, 'base64').toString('utf8')}` };
  },
};

/** `betang parked retry`: tries a line again from its first event; `all` for every line of the service. */
export const parkedRetryCommand: Command = {
  name: 'parked retry',
  arguments: ['<service>', '<id>'],
  run: async (invocation) => {
    const [service, id] = target(invocation, 'all');
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const ids = id === 'all' ? await openIds(api, service) : [id];
    for (const parkedId of ids) await api.post(service, `delivery/parked/${parkedId}/retry`, {});
    const text = ids.map((parkedId) => cliText(invocation.language, 'parked.retried', { id: parkedId })).join('\n');
    return {
      data: { service, retried: ids },
      text: ids.length === 0 ? cliText(invocation.language, 'parked.none') : text,
    };
  },
};

/** `betang parked discard`: gives an event up, with a reason on record. */
export const parkedDiscardCommand: Command = {
  name: 'parked discard',
  arguments: ['<service>', '<id>'],
  options: { reason: { type: 'string' } },
  run: async (invocation) => {
    const [service, id] = target(invocation);
    const reason = textOption(invocation, 'reason');
    if (reason === undefined)
      throw new AppError('usage', { params: { command: 'parked discard', problem: '--reason' } });
    const api = await RegionApi.open(invocation.dataDir, invocation);
    const discarded = await api.post<Summary>(service, `delivery/parked/${id}/discard`, { reason });
    return { data: discarded, text: cliText(invocation.language, 'parked.discarded', { id }) };
  },
};

/** Every open event that can be tried again; what is no event at all cannot. */
async function openIds(api: RegionApi, service: ServiceName): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const next = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await api.get<Page<Summary>>(service, `delivery/parked?limit=${LARGEST_PAGE}${next}`);
    ids.push(...page.items.filter(({ subject }) => subject !== '').map(({ parkedId }) => parkedId));
    cursor = page.nextCursor;
  }
  return ids;
}

function target({ arguments: [service = '', id = ''] }: Invocation, all?: 'all'): [ServiceName, string] {
  return [serviceOf(service), id === all ? id : checkedArgument(id, '<id>', FORMS.uuid)];
}

/** @throws AppError `service-unknown` */
export function serviceOf(name: string): ServiceName {
  if (!isServiceName(name)) throw new AppError('service-unknown', { params: { service: name } });
  return name;
}

function queryOf(invocation: Invocation): string {
  const query = new URLSearchParams();
  const names = { state: 'state', from: 'region', reason: 'reason', cursor: 'cursor' } as const;
  for (const [option, parameter] of Object.entries(names)) {
    const value = checkedOption(invocation, option, PARKED_FORMS[option] ?? ANY);
    if (value !== undefined) query.set(parameter, value);
  }
  return query.toString();
}
