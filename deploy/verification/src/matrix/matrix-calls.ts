import { randomUUID } from 'node:crypto';
import { ROLES, type Endpoint, type Role } from '@betang/platform';
import type { RunningService, TokenBearer } from '@betang/testing';
import { mayCall } from './authorisation.document.js';

/** Where a role holds, seen from the region that is called. */
const PLACES = ['own region', 'foreign region', 'foreign unit'] as const;
export type Place = (typeof PLACES)[number];

/** A call that the server answered otherwise than the table says. */
export interface Mismatch {
  readonly endpoint: string;
  readonly who: string;
  readonly expected: string;
  readonly status: number;
}

const FOREIGN_REGION = '64.72';
const FOREIGN_UNIT = '00000000-0000-4000-8000-0000000000ff';
const AT_ONCE = 16;

/**
 * Calls endpoints as every role from every place and as nobody, with a path and body that no rule would accept: whoever is not granted must
 * hear 401 or 403, and nothing about the request; who is granted must not.
 */
export async function findMismatches(
  running: RunningService,
  endpoints: readonly Endpoint[],
): Promise<{ readonly calls: number; readonly mismatches: readonly Mismatch[] }> {
  const tokens = await tokensOf(running);
  const mismatches: Mismatch[] = [];
  let calls = 0;
  const check = async (endpoint: Endpoint): Promise<void> => {
    for (const { who, token, expected, wrongly } of expectationsOf(endpoint, tokens)) {
      const status = await statusOf(running, endpoint, token);
      calls += 1;
      if (wrongly(status)) mismatches.push({ endpoint: `${endpoint.method} ${endpoint.path}`, who, expected, status });
    }
  };
  const waiting = [...endpoints];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await check(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { calls, mismatches };
}

interface Expectation {
  readonly who: string;
  readonly token: string | undefined;
  readonly expected: string;
  readonly wrongly: (status: number) => boolean;
}

type Tokens = ReadonlyMap<string, string>;

async function tokensOf(running: RunningService): Promise<Tokens> {
  const bearers: Readonly<Record<Place, TokenBearer>> = {
    'own region': {},
    'foreign region': { region: FOREIGN_REGION },
    'foreign unit': { unit: FOREIGN_UNIT },
  };
  const tokens = new Map<string, string>();
  // Accounts have ids of their own; these are nobody's.
  for (const role of ROLES)
    for (const place of PLACES)
      tokens.set(`${role} of ${place}`, await running.token(role, { ...bearers[place], subject: randomUUID() }));
  return tokens;
}

function expectationsOf(endpoint: Endpoint, tokens: Tokens): Expectation[] {
  const { access } = endpoint;
  const open = access !== undefined && 'public' in access;
  const nobody = open
    ? { expected: 'no server error', wrongly: isServerError }
    : { expected: '401', wrongly: (status: number) => status !== 401 };
  return [
    { who: 'nobody', token: undefined, ...nobody },
    ...ROLES.flatMap((role) =>
      placesFor(role, endpoint).map((place): Expectation => {
        const who = `${role} of ${place}`;
        return { who, token: tokens.get(who), ...expectation(endpoint, role, place, open) };
      }),
    ),
  ];
}

/** A unit narrows what is granted: where nothing is, the region's answer stands for it. */
function placesFor(role: Role, { access }: Endpoint): readonly Place[] {
  return mayCall(role, access) ? PLACES : ['own region', 'foreign region'];
}

function expectation(
  endpoint: Endpoint,
  role: Role,
  place: Place,
  open: boolean,
): Pick<Expectation, 'expected' | 'wrongly'> {
  const { access } = endpoint;
  if (open) return { expected: 'no server error', wrongly: isServerError };
  if (place === 'foreign region' || !mayCall(role, access))
    return { expected: '403', wrongly: (status) => status !== 403 };
  // What is one's own belongs to the person, not to a unit.
  const own = access !== undefined && 'scope' in access && access.scope.startsWith('self:');
  if (place === 'foreign unit' && endpoint.method !== 'GET' && !own)
    return { expected: 'no effect', wrongly: (status) => isServerError(status) || (status >= 200 && status < 300) };
  return { expected: 'not 401, no server error', wrongly: (status) => status === 401 || isServerError(status) };
}

function isServerError(status: number): boolean {
  return status >= 500 && status !== 503;
}

async function statusOf(
  running: RunningService,
  { method, path }: Endpoint,
  token: string | undefined,
): Promise<number> {
  const answer = await fetch(`${running.address}${path.replace(/:\w+/g, 'no-such-thing')}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(method === 'GET' || method === 'DELETE' ? {} : { 'content-type': 'application/json' }),
    },
    ...(method === 'GET' || method === 'DELETE' ? {} : { body: '{"none":"such"}' }),
  });
  await answer.arrayBuffer();
  return answer.status;
}
