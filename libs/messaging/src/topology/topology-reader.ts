import { isServiceName, SERVICE_NAMES } from '@betang/contracts';
import { isRegionCode } from './region-token.js';
import { TopologyError } from './topology-error.js';
import { isLoopback, serviceUsers } from './topology.js';
import type { Topology } from './topology.js';

type Fields = Record<string, unknown>;
type Rule = (value: unknown) => string | undefined;

const PUBLIC_USER = /^U[A-Z2-7]{55}$/;

const text: Rule = (value) => (typeof value === 'string' && value !== '' ? undefined : 'must be text');
const nkey: Rule = (value) =>
  typeof value === 'string' && PUBLIC_USER.test(value) ? undefined : 'must be a public user nkey (U…)';
const region: Rule = (value) =>
  typeof value === 'string' && isRegionCode(value) ? undefined : 'must be a region code such as 62.03';
const service: Rule = (value) =>
  typeof value === 'string' && isServiceName(value) ? undefined : 'must be the name of a service';
const oneOf =
  (...allowed: readonly unknown[]): Rule =>
  (value) =>
    allowed.includes(value) ? undefined : `must be one of ${allowed.join(', ')}`;
const whole =
  (min: number, max: number): Rule =>
  (value) =>
    Number.isInteger(value) && Number(value) >= min && Number(value) <= max
      ? undefined
      : `must be a whole number from ${min} to ${max}`;

const MAX_BYTES = 2 ** 50;
const SCALARS: Record<string, Rule> = {
  version: oneOf(1),
  region,
  role: oneOf('region', 'hub'),
  mode: oneOf('all', 'split'),
  replicas: oneOf(1, 3, 5),
  systemNkey: nkey,
};
const OBJECTS: Record<string, Record<string, Rule>> = {
  listen: { host: text, port: whole(1, 65_535) },
  limits: {
    payloadBytes: whole(1024, 8 * 1024 * 1024),
    connections: whole(16, 1_000_000),
    regionConnections: whole(1, 10_000),
    regionSubscriptions: whole(1, 10_000),
  },
  store: {
    eventsBytes: whole(1024, MAX_BYTES),
    inboundBytes: whole(1024, MAX_BYTES),
    federationBytes: whole(1024, MAX_BYTES),
  },
  retention: { localDays: whole(1, 3650), federationDays: whole(1, 3650) },
};
const LISTS: Record<string, Record<string, Rule>> = {
  users: { name: oneOf(...SERVICE_NAMES, 'all', 'operator'), publicNkey: nkey },
  regions: { code: region, publicUserNkey: nkey, publicCheckNkey: nkey, state: oneOf('active', 'suspended') },
};
const OPTIONAL = ['tls', 'hubOperatorNkey'];

/**
 * Reads the declarative file. Every problem is reported at once, each with its field.
 * @throws TopologyError `topology-invalid`
 */
export function parseTopology(json: string): Topology {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new TopologyError('topology-invalid', 'the topology file is not JSON', undefined, { cause });
  }
  const problems = isFields(value) ? [...shapeProblems(value)] : ['the topology file must hold one object'];
  if (problems.length === 0) problems.push(...meaningProblems(value as Topology));
  if (problems.length > 0) throw new TopologyError('topology-invalid', problems.join('; '), problems[0]?.split(' ')[0]);
  return value as Topology;
}

function* shapeProblems(value: Fields): Generator<string> {
  const known = new Set([
    ...Object.keys(SCALARS),
    ...Object.keys(OBJECTS),
    ...Object.keys(LISTS),
    'services',
    ...OPTIONAL,
  ]);
  for (const key of Object.keys(value)) if (!known.has(key)) yield `${key} is not known`;
  yield* fieldProblems('', SCALARS, value);
  for (const [key, rules] of Object.entries(OBJECTS)) yield* objectProblems(key, rules, value[key]);
  for (const [key, rules] of Object.entries(LISTS))
    yield* listProblems(key, value[key], (at, item) => objectProblems(at, rules, item));
  yield* listProblems('services', value['services'], (at, item) =>
    fieldProblems('', { [at]: service }, { [at]: item }),
  );
  if (value['hubOperatorNkey'] !== undefined) yield* fieldProblems('', { hubOperatorNkey: nkey }, value);
  if (value['tls'] !== undefined) yield* tlsProblems(value['tls']);
}

function* meaningProblems(topology: Topology): Generator<string> {
  const names = topology.users.map(({ name }) => name);
  for (const name of [...serviceUsers(topology), 'operator']) {
    if (!names.includes(name)) yield `users has no key for ${name}`;
  }
  const keys = [
    topology.systemNkey,
    topology.hubOperatorNkey,
    ...topology.users.map(({ publicNkey }) => publicNkey),
    ...topology.regions.flatMap(({ publicUserNkey, publicCheckNkey }) => [publicUserNkey, publicCheckNkey]),
  ].filter((key) => key !== undefined);
  if (new Set(keys).size !== keys.length) yield 'users and regions must each have a key of their own';
  const codes = topology.regions.map(({ code }) => code);
  if (new Set(codes).size !== codes.length) yield 'regions names a region twice';
  if (topology.role === 'region' && codes.length > 0) yield 'regions can be registered on a hub only';
  if (topology.role === 'hub' && topology.hubOperatorNkey === undefined) yield 'hubOperatorNkey is missing on a hub';
  if (topology.tls === undefined && !isLoopback(topology.listen.host)) {
    yield `tls is missing: ${topology.listen.host} can be reached from other machines`;
  }
}

function* fieldProblems(prefix: string, rules: Record<string, Rule>, value: Fields): Generator<string> {
  for (const [key, rule] of Object.entries(rules)) {
    const problem = rule(value[key]);
    if (problem) yield `${prefix}${key} ${problem}`;
  }
}

function* objectProblems(at: string, rules: Record<string, Rule>, value: unknown): Generator<string> {
  if (!isFields(value)) return yield `${at} must be an object`;
  for (const key of Object.keys(value)) if (!(key in rules)) yield `${at}.${key} is not known`;
  yield* fieldProblems(`${at}.`, rules, value);
}

function* listProblems(
  at: string,
  value: unknown,
  item: (at: string, value: unknown) => Generator<string>,
): Generator<string> {
  if (!Array.isArray(value)) return yield `${at} must be a list`;
  for (const [index, element] of value.entries()) yield* item(`${at}[${index}]`, element);
}

function* tlsProblems(value: unknown): Generator<string> {
  const optional: Record<string, Rule> = isFields(value) && value['caFile'] !== undefined ? { caFile: text } : {};
  yield* objectProblems('tls', { certFile: text, keyFile: text, ...optional }, value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
