import 'reflect-metadata';
import { isDeepStrictEqual } from 'node:util';
import { SERVICE_NAMES, endpointsOf, type Endpoint } from '@betang/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AgencyProbe, isOwn, isTaken, nameOf, rolesOf, type Observation } from './agency-probe.js';
import { KeptAnswers, type KeptAnswerTrial } from './kept-answers.js';
import { COME_WHOLE, NOTHING_TO_CHOOSE_BY } from './list-exceptions.js';
import { FREE_FORM, operationsOf, undeclaredAnswers, withoutContent } from './answer-declarations.js';
import { listOf, type ServedList } from './list-endpoints.js';
import { RecordCalls } from './record-calls.js';
import {
  EXCUSED,
  NO_LOOK,
  REFUSED_FIRST,
  TAKEN_WITHOUT_EFFECT,
  TOLD_ONCE,
  UNCHANGED,
  WHOLE_NUMBER,
} from './record-exceptions.js';
import { nullTrials } from './null-fields.js';
import { oddCalls } from './odd-values.js';
import { startTwoAgencies, type TwoAgencies } from './two-agencies.js';

const REFUSED = [403, 404];

let world: TwoAgencies;
let calls: RecordCalls;
let probe: AgencyProbe;
let endpoints: readonly Endpoint[];
let reads: readonly Observation[];

beforeAll(async () => {
  world = await startTwoAgencies();
  calls = await RecordCalls.of(world);
  probe = new AgencyProbe(world);
  // Delivery holds events as bytes, for operators: it knows no agency.
  endpoints = endpointsOf(world.running.app).filter(
    ({ path }) => path.startsWith('/api/') && !/\/delivery\//.test(path),
  );
  const asked = gets().flatMap((one) => calls.readsOf(one, world.first));
  reads = await probe.observe(asked, ['whole region', 'own agency', 'other agency']);
}, 300_000);
afterAll(() => world?.stop());

const gets = () => endpoints.filter(({ method }) => method === 'GET');
const commands = () => endpoints.filter(({ method }) => method !== 'GET');
const path = (name: string) => name.replace(/^[A-Z]+ /, '');
const told = (seen: readonly Observation[]) => [
  ...new Set(seen.map((one) => `${nameOf(one.call)} ${one.status} ${one.who}`)),
];
const elsewhere = () => reads.filter(({ standing }) => standing === 'other agency');
const athome = () => reads.filter(({ standing }) => standing !== 'other agency');

describe('what one may see of another agency', () => {
  it('is nobody, whatever is asked for', () => {
    expect(told(elsewhere().filter(({ shown }) => shown.length > 0))).toEqual([]);
  });

  it('is no record of a person by its id, be it of one’s own kind: another’s claim, certificate, plan', () => {
    const personal = elsewhere().filter(({ call }) => call.personal);
    expect(told(personal.filter(({ status }) => !REFUSED.includes(status)))).toEqual([]);
    expect(new Set(personal.map(({ call }) => nameOf(call))).size).toBeGreaterThan(20);
  });

  it('stands there for those whom it concerns, so that the above proves something', () => {
    const showing = new Set(athome().flatMap(({ call, shown }) => (shown.length > 0 ? [nameOf(call)] : [])));
    expect(showing.size).toBeGreaterThan(45);
    for (const service of ['identity', 'competency-mapping', 'training-catalog', 'learning-hours', 'contingency'])
      expect([...showing].filter((name) => name.includes(` ${service} `)).length).toBeGreaterThan(2);
    expect(reads.filter(({ status }) => status >= 500)).toEqual([]);
  });
});

describe('a look at people’s data', () => {
  it('is not for partners and operators: neither a name nor a number, even in the whole region', () => {
    const names = world.first.marks.filter((mark) => !mark.includes('-'));
    const outsiders = reads.filter(({ role, call }) => ['partner', 'operator'].includes(role) && !isOwn(call.endpoint));
    expect(outsiders.length).toBeGreaterThan(50);
    expect(told(outsiders.filter(({ shown }) => shown.some((mark) => names.includes(mark))))).toEqual([]);
  });

  it('is on record, whoever looks, wherever they stand in an answer', async () => {
    const people = world.first.marks.filter((mark) => mark.includes('-'));
    const logged = new Set<string>();
    for (const service of SERVICE_NAMES) {
      const rows = await world.running.region.sql<{ actor: string }>(
        `SELECT DISTINCT actor FROM ${service.replaceAll('-', '_')}.audit_entry
          WHERE action = 'read-personal-data' AND object_id = ANY($1)`,
        [people],
      );
      for (const { actor } of rows) logged.add(`${service} ${actor}`);
    }
    const looks = athome().filter(({ call, shown }) => shown.length > 0 && !isOwn(call.endpoint));
    const unrecorded = looks.filter(({ call, subject }) => !logged.has(`${call.service} ${subject}`));
    // The trail itself is read by auditors, and shows opaque ids.
    const surprising = unrecorded.filter(
      ({ call }) => !/ audit$/.test(nameOf(call)) && !(path(nameOf(call)) in NO_LOOK),
    );
    expect(told(surprising)).toEqual([]);
    const talent = looks.filter(({ call }) => / talent\//.test(nameOf(call)));
    expect(new Set(talent.map(({ call }) => nameOf(call))).size).toBeGreaterThanOrEqual(2);
  });

  it('shows employee numbers in full only where the task needs them', () => {
    const numbers = world.first.marks.filter((mark) => /^\d{18}$/.test(mark));
    const whole = reads.filter(
      ({ call, shown }) => !isOwn(call.endpoint) && shown.some((mark) => numbers.includes(mark)),
    );
    const surprising = whole.filter(
      ({ call, who }) => !WHOLE_NUMBER[path(nameOf(call))]?.some((role) => who.startsWith(`${role} `)),
    );
    expect(told(surprising)).toEqual([]);
  });
});

describe('a list', () => {
  const lists = (): ServedList[] => gets().flatMap((one) => listOf(calls, one) ?? []);
  const unlisted = (wanting: readonly ServedList[], known: ReadonlySet<string>) =>
    wanting.map(({ name }) => name).filter((name) => !known.has(name));

  it('comes in pages, is sorted and filtered, but for the few that are named', () => {
    expect(lists().length).toBeGreaterThan(120);
    const lacks = (...names: string[]) => lists().filter(({ query }) => names.some((name) => !query.includes(name)));
    expect(unlisted(lacks('cursor', 'limit', 'sort'), COME_WHOLE)).toEqual([]);
    const paged = lists().filter(({ query }) => query.includes('cursor'));
    expect(
      unlisted(
        paged.filter(({ filters }) => filters.length === 0),
        NOTHING_TO_CHOOSE_BY,
      ),
    ).toEqual([]);
  });

  it('refuses a filter, an order, a cursor and a size that it does not know', async () => {
    const lax: string[] = [];
    for (const { name, endpoint, query } of lists()) {
      const call = calls.readsOf(endpoint, world.first)[0]!;
      const asker = reads.find((one) => one.call.endpoint === endpoint && isTaken(one.status));
      if (asker === undefined || COME_WHOLE.has(name)) continue;
      const wrong = {
        noSuchFilter: '1',
        cursor: 'bm9uZQ',
        limit: '0',
        sort: 'noSuchField',
      };
      for (const [key, value] of Object.entries(wrong)) {
        if (key !== 'noSuchFilter' && !query.includes(key)) continue;
        const asked = { ...call, path: `${call.path}${call.path.includes('?') ? '&' : '?'}${key}=${value}` };
        const { status } = await probe.observed(asked, asker.role, asker.standing);
        if (status !== 400) lax.push(`${name}?${key}: ${status}`);
      }
    }
    expect(lax).toEqual([]);
  });
});

describe('an odd value in the address', () => {
  it('is refused or taken where the record that is asked for exists, and breaks nothing', async () => {
    const broken: string[] = [];
    let tried = 0;
    for (const endpoint of gets()) {
      const standing = isOwn(endpoint) ? 'own agency' : 'whole region';
      const role = rolesOf(endpoint)[0];
      const call = calls.readsOf(endpoint, world.first)[0]!;
      if (role === undefined) continue;
      for (const odd of oddCalls(call, calls.operationOf(endpoint).parameters ?? [])) {
        // An answer that breaks off has no text.
        const { status, text } = await probe
          .observed(odd, role, standing)
          .catch(() => ({ status: 0, text: 'the answer broke off' }));
        tried += 1;
        if (status === 0 || status >= 500) broken.push(`${odd.path} ${status}: ${text.slice(0, 160)}`);
      }
    }
    expect(broken).toEqual([]);
    expect(tried).toBeGreaterThan(700);
  }, 240_000);
});

describe('a command', () => {
  it('tells in the OpenAPI document that it takes an Idempotency-Key or If-Match', () => {
    const told = (endpoint: Endpoint, header: string) =>
      calls.operationOf(endpoint).parameters?.some(({ in: place, name }) => place === 'header' && name === header);
    const untold = commands().filter(
      (one) =>
        (one.command!.keyed && !told(one, 'Idempotency-Key')) || (one.command!.versioned && !told(one, 'If-Match')),
    );
    expect(untold.map((endpoint) => nameOf({ endpoint }))).toEqual([]);
  });

  it('declares what makes its repetition harmless, and leaves an entry in the audit trail, or says why not', () => {
    const all = commands().flatMap(excused);
    expect(all.filter((one) => !/ notices\/read: no entry$/.test(one)).sort()).toEqual(EXCUSED);
    expect(commands().length).toBeGreaterThan(280);
  });

  it('is answered as before when it is sent again, and refused when its key comes with other content', async () => {
    // Answers that are put there by hand say nothing of those that the commands give.
    const kept = new KeptAnswers(world, new AgencyProbe(world));
    const keyed = commands().filter(({ command }) => command?.keyed === true);
    const trials: KeptAnswerTrial[] = [];
    for (const endpoint of keyed) trials.push(await kept.try(calls.writeOf(endpoint, world.first)));
    const wanting = trials.filter(
      ({ repeated, reused }) => reused !== 'refused' || (repeated !== undefined && repeated !== 'answered as kept'),
    );
    expect(wanting.filter(({ name }) => !(name in REFUSED_FIRST))).toEqual([]);
    expect(trials.length).toBeGreaterThan(250);
  }, 240_000);

  const excused = (endpoint: Endpoint): string[] => {
    const { unaudited, unkeyed } = endpoint.command!;
    const name = path(nameOf({ endpoint }));
    return [
      ...(unaudited === undefined ? [] : [`${name}: no entry`]),
      ...(unkeyed === undefined ? [] : [`${name}: no key`]),
    ];
  };

  it('from another agency changes no record that it names', async () => {
    const tried = await probe.observe(
      commands().map((one) => calls.writeOf(one, world.first)),
      ['other agency'],
    );
    const naming = tried.filter(({ call }) => call.names);
    const isSearch = ({ call }: Pick<Observation, 'call'>) => /\/search$/.test(nameOf(call));
    const isIdle = (one: Observation) =>
      nameOf(one.call) in TAKEN_WITHOUT_EFFECT || (isSearch(one) && one.shown.length === 0);
    expect(told(naming.filter((one) => isTaken(one.status) && !isIdle(one)))).toEqual([]);
    const broken = tried.filter(({ status }) => status >= 500);
    expect(broken.map(({ call, who, text }) => `${nameOf(call)} as ${who}: ${text}`)).toEqual([]);
    const refused = new Set(naming.flatMap(({ call, status }) => (REFUSED.includes(status) ? [nameOf(call)] : [])));
    // Whom a search may not show, it does not find: it is not refused.
    const all = new Set(naming.filter((one) => !isSearch(one)).map(({ call }) => nameOf(call)));
    expect(all.size).toBeGreaterThan(150);
    expect(refused.size / all.size).toBeGreaterThan(0.9);
    const actors = [...new Set(tried.map(({ subject }) => subject))];
    expect(await changedBy(actors)).toEqual([]);
  });

  /** Records of the agency that these accounts changed, by what the services have on record. */
  async function changedBy(actors: readonly string[]): Promise<object[]> {
    // A session belongs to no agency: whoever may nominate does so in any.
    const owned = [...world.first.ids].flatMap(([key, id]) => (key === 'training-catalog:sessions' ? [] : [id]));
    const records = [world.first.agencyId, ...world.first.marks, ...owned];
    const found = SERVICE_NAMES.map((service) =>
      world.running.region.sql(
        `SELECT actor, action, object_id FROM ${service.replaceAll('-', '_')}.audit_entry
          WHERE actor = ANY($1) AND object_id = ANY($2) AND action <> 'read-personal-data'`,
        [actors, records],
      ),
    );
    return (await Promise.all(found)).flat();
  }

  it('never breaks at a field that is null: it takes it, or names it', async () => {
    const broken: string[] = [];
    let tried = 0;
    for (const endpoint of lastingFirst(commands())) {
      for (const { call, field } of nullTrials(calls.writeOf(endpoint, world.first), calls.fieldsOf(endpoint))) {
        const role = rolesOf(endpoint)[0]!;
        const { status, text } = await probe.observed(call, role, standingOf(endpoint));
        tried += 1;
        if (status >= 500) broken.push(`${nameOf(call)} ${field}: ${text.slice(0, 160)}`);
      }
    }
    expect(broken).toEqual([]);
    expect(tried).toBeGreaterThan(500);
  }, 240_000);

  it('that is taken is on record, and taken once however often it is sent', async () => {
    const repeated: string[] = [];
    const taken = world.desk.commands.map(({ method, path: at, requestId }) => ({
      name: `${method} ${at}`,
      requestId,
    }));
    for (const endpoint of lastingFirst(commands())) {
      const call = calls.writeOf(endpoint, world.first);
      for (const role of rolesOf(endpoint)) {
        const key = `twice-${taken.length}-${Date.now()}`;
        const first = await probe.observed(call, role, standingOf(endpoint), key);
        if (!isTaken(first.status)) continue;
        taken.push({ name: nameOf(call), requestId: first.requestId });
        if (endpoint.command!.keyed && !isOwn(endpoint)) {
          const again = await probe.observed(call, role, standingOf(endpoint), key, first.subject);
          const same = path(nameOf(call)) in TOLD_ONCE || isDeepStrictEqual(bodyOf(again), bodyOf(first));
          if (again.status !== first.status || !same) repeated.push(`${nameOf(call)} ${again.status}`);
        }
        break;
      }
    }
    expect(repeated).toEqual([]);
    const onRecord = await requestsOnRecord();
    const silent = [...new Set(taken.flatMap(({ name, requestId }) => (onRecord.has(requestId) ? [] : [name])))];
    const known = [
      ...UNCHANGED,
      ...commands()
        .flatMap(excused)
        .map((one) => one.replace(/: no \w+$/, '')),
    ];
    expect(silent.filter((name) => !known.some((one) => name.endsWith(one)))).toEqual([]);
    expect(new Set(taken.map(({ name }) => name)).size).toBeGreaterThan(150);
  });

  async function requestsOnRecord(): Promise<Set<string>> {
    const found = SERVICE_NAMES.map((service) =>
      world.running.region.sql<{ id: string }>(
        `SELECT DISTINCT request_id AS id FROM ${service.replaceAll('-', '_')}.audit_entry WHERE action <> 'read-personal-data'`,
      ),
    );
    return new Set((await Promise.all(found)).flat().map(({ id }) => id));
  }
});

describe('an answer', () => {
  const documents = () => SERVICE_NAMES.map((service) => calls.documentOf(service));

  it('is declared by every operation: one status, and its body unless that says there is none', () => {
    expect(documents().flatMap(undeclaredAnswers)).toEqual(FREE_FORM);
    expect(documents().flatMap(operationsOf).length).toBeGreaterThan(780);
    expect(documents().flatMap(withoutContent).length).toBeLessThan(30);
  });

  it('of delivery is what its document declares', async () => {
    const as = await world.running.token('operator');
    // `call` fails where an answer differs.
    for (const service of SERVICE_NAMES)
      for (const part of ['status', 'parked', 'incidents', 'chains'])
        expect((await world.running.call('GET', `/api/${service}/v1/delivery/${part}`, { as })).status).toBe(200);
    const { body } = await world.running.call<{ own: object[] }>('GET', '/api/identity/v1/delivery/region', { as });
    expect(body.own.length).toBeGreaterThan(0);
  });

  it('to all that was asked and commanded here is what its document declares: status, kind and every field', () => {
    expect(probe.answers).toBeGreaterThan(5_000);
    expect([...probe.undescribed].sort()).toEqual([]);
  });
});

/** Without regard to the order of its fields. */
function bodyOf({ text }: Observation): unknown {
  return text === '' ? undefined : JSON.parse(text);
}

function standingOf(endpoint: Endpoint): 'own agency' | 'whole region' {
  return isOwn(endpoint) ? 'own agency' : 'whole region';
}

/** What ends records comes last, so that the others find theirs. */
function lastingFirst(all: readonly Endpoint[]): Endpoint[] {
  const ends = ({ method, path: at }: Endpoint) =>
    Number(
      /DELETE|remove|withdraw|close|end$|discard|cancel|leave|merge|split|revoke|retire|conclude|state|refuse/.test(
        `${method} ${at}`,
      ),
    );
  return [...all].sort((a, b) => ends(a) - ends(b));
}
