import 'reflect-metadata';
import { SERVICES } from '@betang/all-in-one';
import {
  ROLES,
  ROLE_SCOPES,
  SERVICE_NAMES,
  endpointsOf,
  findExample,
  openApiOf,
  type Endpoint,
} from '@betang/platform';
import { startRunningService, type RunningService } from '@betang/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { addressPartsOf, isEndless, takesPersonal, type AddressPart } from './described-addresses.js';
import { describedBodies, type DescribedBody } from './described-bodies.js';
import { HARMLESS } from './harmless-texts.js';
import { patternsOfInputs } from './patterns-of-inputs.js';
import { refusalProblem, type Refusal } from './refusal-problems.js';
import { refusedCalls, type CallerTokens, type RefusedCall } from './refused-calls.js';
import { namesakesOf } from './schema-classes.js';

afterAll(() => running?.stop());

const OWN_REGION = '62.03';
const OTHER_REGION = '62.71';
const AT_ONCE = 8;
const NO_BODY: DescribedBody = { types: [], fields: [], ids: [], numbers: [], query: [] };

let running: RunningService;

describe('every endpoint refuses what is wrong by name, with the way out', () => {
  let endpoints: readonly Endpoint[];
  let bodies: ReadonlyMap<string, DescribedBody>;
  let otherIssuer: string;

  beforeAll(async () => {
    const [first, ...beside] = SERVICES;
    running = await startRunningService({ ...first!, beside, services: [...SERVICE_NAMES], region: OWN_REGION });
    endpoints = endpointsOf(running.app).filter(({ path }) => path.startsWith('/api/'));
    bodies = await describedBodies(running.app);
    otherIssuer = tokenOfAnotherIssuer();
  }, 180_000);

  it('is tried on each of them', () => {
    expect(endpoints.length).toBeGreaterThan(300);
    const described = [...bodies.values()];
    expect(described.filter(({ ids }) => ids.length > 0).length).toBeGreaterThan(100);
    expect(described.filter(({ types }) => types.includes('multipart/form-data')).length).toBeGreaterThan(8);
    expect(described.filter(({ fields }) => fields.length > 0).length).toBeGreaterThan(100);
    for (const kind of ['text', 'integer', 'day'])
      expect(described.filter(({ query }) => query.some((one) => one.kind === kind)).length).toBeGreaterThan(5);
  });

  it('without exception', async () => {
    const unclear: string[] = [];
    let calls = 0;
    const waiting = [...endpoints];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const tokens = await tokensFor(next);
        for (const call of refusedCalls(next, bodies.get(`${next.method} ${next.path}`) ?? NO_BODY, tokens)) {
          const answer = await answerOf(next, call);
          const problem = refusalProblem(call, answer) ?? (await described(next, call, answer));
          calls += 1;
          if (problem !== undefined) unclear.push(`${next.method} ${next.path}, ${call.what}: ${problem}`);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    expect(unclear).toEqual([]);
    expect(calls).toBeGreaterThan(endpoints.length * 4);
  }, 240_000);

  /** Every refusal is the problem that the OpenAPI document declares, and what is taken after all its answer. */
  function described({ method }: Endpoint, { path }: RefusedCall, answer: Refusal): Promise<string | undefined> {
    return running.described.differenceOf({ method, path, ...answer });
  }

  async function tokensFor({ access }: Endpoint): Promise<CallerTokens> {
    const scope = access !== undefined && 'scope' in access ? access.scope : undefined;
    const role = ROLES.find((one) => scope === undefined || ROLE_SCOPES[one].includes(scope))!;
    const employee = '0195c0de-0000-7000-8000-00000000000e';
    return {
      own: await running.token(role, { employee }),
      elsewhere: await running.token(role, { employee, region: OTHER_REGION }),
      otherIssuer,
    };
  }

  async function answerOf({ method }: Endpoint, { path, headers, body }: RefusedCall) {
    const answer = await fetch(`${running.address}${path}`, {
      method,
      redirect: 'manual',
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return {
      status: answer.status,
      contentType: answer.headers.get('content-type') ?? '',
      text: await answer.text(),
    };
  }
});

describe('an address', () => {
  let parts: readonly AddressPart[];
  beforeAll(async () => {
    parts = addressPartsOf(await openApiOf(running.app));
  });

  it('asks for no person by name, login or number: those are for the body of a search', () => {
    const known = Object.values(HARMLESS).flat();
    const free = parts.filter(takesPersonal);
    const namesOf = ({ endpoint, name }: AddressPart) => [name, `${endpoint}?${name}`];
    expect(
      free.filter((one) => !namesOf(one).some((name) => known.includes(name))).map((one) => namesOf(one)[1]),
    ).toEqual([]);
    const found = new Set(free.flatMap(namesOf));
    expect(known.filter((name) => !found.has(name))).toEqual([]);
  });

  it('says of each number from where to where it goes', () => {
    expect(parts.filter(isEndless)).toEqual([]);
    expect(parts.filter(({ schema }) => schema.type === 'integer').length).toBeGreaterThan(100);
  });
});

describe('the document of a service', () => {
  it.each([...SERVICE_NAMES])('of %s keeps no two classes under one name', async (service) => {
    await openApiOf(running.app, service);
    const { names, namesakes } = namesakesOf(running.app, service);
    expect(names).toBeGreaterThan(50);
    expect(namesakes).toEqual([]);
  });
});

describe('a field of a certain form', () => {
  it('is told of with an example of that form, or with a text of its own', () => {
    const patterns = patternsOfInputs();
    expect(patterns.length).toBeGreaterThan(100);
    const mute = patterns.filter(({ told, pattern }) => !told && findExample(pattern) === undefined);
    expect(mute.map(({ field }) => field)).toEqual([]);
  });
});

/** Of a sign-in whose keys nobody here knows. */
function tokenOfAnotherIssuer(): string {
  const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
  const claims = { kind: 'person', roles: [], iss: 'https://betang.lain.example/oidc', aud: 'betang', sub: 'orang-1' };
  return [part({ alg: 'ES256', kid: 'lain', typ: 'at+jwt' }), part(claims), 'A'.repeat(86)].join('.');
}
