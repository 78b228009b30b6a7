import type { EventContract } from '../definition/define-event.js';
import { mustBeSealed } from '../definition/sealed.js';
import { SERVICE_NAMES } from '../envelope/service-name.js';
import { channelsOf, type Channel } from './channels.js';
import { headerSchemas, headersOf } from '../schemas/header-schemas.js';
import { dataSchema, termsOf, type JsonSchema } from '../schemas/json-schema.document.js';

const WHERE: Record<Channel['kind'], string> = {
  local: 'Stays in the region',
  province: 'For the province, by way of the hub',
  federation: 'For the province and all its regions, by way of the hub',
  to: 'For one region, by way of the hub; the subject is neutral, the type is in the headers',
};

const parameters = {
  region: { description: 'Token of the origin: r6203 for region 62.03', examples: ['r6203', 'r62'] },
  receiver: { description: 'Token of the one region that may read it', examples: ['r6271'] },
  service: { description: 'Service of the origin', enum: [...SERVICE_NAMES] },
};

/** The published language as one AsyncAPI 3.0 document: channels by subject pattern, messages with headers, data and an example. */
export function asyncApiDocument(
  contracts: readonly EventContract[],
  exampleOf: (contract: EventContract) => unknown,
): JsonSchema {
  const channels = new Map<string, { channel: Channel; contracts: EventContract[] }>();
  // What is sealed is never seen on a channel by its own name: there it is a directed event.
  for (const contract of contracts.filter((one) => !mustBeSealed(one)))
    for (const channel of channelsOf(contract)) {
      const known = channels.get(channel.key) ?? { channel, contracts: [] };
      known.contracts.push(contract);
      channels.set(channel.key, known);
    }
  const entries = [...channels.values()];
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Betang events',
      // Of the form of this document; every message has a version of its own.
      version: '1.0.0',
      description:
        'Facts that the services of a region publish, and that regions share. CloudEvents 1.0, binary mode over NATS JetStream. Generated from libs/contracts.',
      license: { name: 'MIT' },
    },
    defaultContentType: 'application/json',
    servers,
    channels: Object.fromEntries(
      entries.map((entry) => [entry.channel.key, channelObject(entry.channel, entry.contracts)]),
    ),
    operations: Object.fromEntries(entries.flatMap(({ channel }) => operations(channel))),
    components: {
      messages: Object.fromEntries(
        contracts.map((contract) => [contract.type, message(contract, exampleOf(contract))]),
      ),
      schemas: {
        ...headerSchemas,
        ...Object.fromEntries(contracts.map((contract) => [contract.type, dataSchema(contract)])),
      },
      parameters,
    },
  };
}

const servers = {
  localBus: {
    host: '{host}',
    protocol: 'nats',
    description: "A region's own bus; its stream keeps 14 days",
    variables: { host: { description: 'Address of the nats-server of the region', default: '127.0.0.1:4222' } },
  },
  hub: {
    host: '{host}',
    protocol: 'nats',
    description: "The province's hub, which each region dials with an account of its own; its stream keeps 90 days",
    variables: { host: { description: 'Address of the hub', default: '127.0.0.1:4223' } },
  },
};

function channelObject(channel: Channel, contracts: readonly EventContract[]): JsonSchema {
  return {
    address: channel.address,
    description: WHERE[channel.kind],
    servers: [{ $ref: `#/servers/${channel.kind === 'local' ? 'localBus' : 'hub'}` }],
    parameters: Object.fromEntries(
      channel.parameters.map((name) => [name, { $ref: `#/components/parameters/${name}` }]),
    ),
    messages: Object.fromEntries(contracts.map(({ type }) => [type, { $ref: `#/components/messages/${type}` }])),
  };
}

function operations({ key }: Channel): [string, JsonSchema][] {
  const channel = { $ref: `#/channels/${key}` };
  return [
    [`publish.${key}`, { action: 'send', channel }],
    [`read.${key}`, { action: 'receive', channel }],
  ];
}

function message(contract: EventContract, example: unknown): JsonSchema {
  const { service, name, version, description } = contract.definition;
  return {
    name: contract.type,
    title: `${name} v${version}`,
    summary: description,
    tags: [{ name: service }],
    headers: headersOf(contract),
    payload: { $ref: `#/components/schemas/${contract.type}` },
    examples: [{ name: 'fixture', payload: example }],
    'x-betang': termsOf(contract),
  };
}
