import { intakeOf, type RegionStatus, type StatusProblem } from './status-report.js';

type Found = Omit<RegionStatus, 'problems'>;

/** A stream that refuses when it is full is shown before. */
const STREAM_ALARM = 0.7;
const DISK_ALARM_BYTES = 2 * 1024 ** 3;
const BEHIND_SECONDS = 60;
const HORIZON_SECONDS = 120;
/** Over five minutes: at this pace a hub of 4 GiB is full within five hours, and no office writes so much. */
const FLOOD_PER_SECOND = 200;
const EXHAUSTED_MS = 60_000;

/** All that is not well, worst first. Pure. @param apiError code of why the API could not be asked at all */
export function findProblems(found: Found, apiError?: string): StatusProblem[] {
  const servers = serverProblems(found);
  return [
    ...servers,
    ...serviceProblems(found),
    ...(apiError === undefined || isDueTo(databaseProblem(found), apiError)
      ? []
      : [{ code: apiError, about: 'identity' }]),
    ...lineProblems(found),
    ...deliveryProblems(found),
    ...placeProblems(found),
  ];
}

/** A server that is away: what follows from it is not named beside it, for starting it again mends all of that. */
function serverProblems(found: Found): StatusProblem[] {
  const { database, bus } = found.servers;
  const code = databaseProblem(found);
  return [
    ...(code === undefined ? [] : [{ code, about: `Postgres ${database.address}` }]),
    ...(found.bus ? [] : [{ code: 'bus-unreachable', about: `nats-server ${bus.address}` }]),
  ];
}

/** As the tool met it itself; from another machine by what every service that answers says. */
function databaseProblem({ servers, services }: Found): string | undefined {
  const answering = services.filter(({ reachable }) => reachable);
  const without = answering.filter(({ failing }) =>
    failing.some((check) => / database database-unavailable$/.test(check)),
  );
  const isTold = answering.length > 0 && without.length === answering.length;
  return servers.database.problem ?? (isTold ? 'database-unreachable' : undefined);
}

/** Whoever signs people in cannot without its database. */
const isDueTo = (database: string | undefined, apiError: string): boolean =>
  database !== undefined && ['issuer-unreachable', 'sign-in-refused'].includes(apiError);

/** Services of one process fail together: they are named once. */
function serviceProblems(status: Found): StatusProblem[] {
  const found = new Map<string, { readonly code: string; readonly names: string[]; readonly detail: string }>();
  for (const { service, url, reachable, ready, failing } of status.services) {
    if (reachable && ready) continue;
    const { code, detail } = reachable ? reasonOf(failing, url) : { code: 'service-unreachable', detail: url };
    if (followsFrom(databaseProblem(status), code)) continue;
    const problem = found.get(`${url} ${code} ${detail}`) ?? { code, names: [], detail };
    problem.names.push(service);
    found.set(`${url} ${code} ${detail}`, problem);
  }
  return [...found.values()].map(({ code, names, detail }) => ({ code, about: `${names.join(', ')}: ${detail}` }));
}

/** Without their database services are not ready; by a clock that leapt they do not even start. */
function followsFrom(database: string | undefined, code: string): boolean {
  return database === 'clock-in-doubt'
    ? code !== 'epoch-in-doubt'
    : database !== undefined && code === 'service-not-ready';
}

/** Why a service that answers is not ready; a doubt comes before what follows from it. */
function reasonOf(failing: readonly string[], url: string): { readonly code: string; readonly detail: string } {
  if (failing.some((check) => check.endsWith(' clock-in-doubt'))) return { code: 'clock-in-doubt', detail: url };
  const epoch = failing.find((check) => check.startsWith('epoch '));
  if (epoch === undefined) return { code: 'service-not-ready', detail: failing.join(', ') };
  return { code: epoch.endsWith(' epoch-opened') ? 'epoch-opened' : 'epoch-in-doubt', detail: epoch };
}

function lineProblems({ proof }: Found): StatusProblem[] {
  if (!proof) return [];
  const lines = [
    ...proof.own.flatMap((line) =>
      line.receivers.map((receiver) => ({
        name: `${line.service} ${line.audience} → ${receiver.receiver}`,
        ...receiver,
      })),
    ),
    ...proof.received.map((line) => ({ name: `${line.region} ${line.service} ${line.audience}`, ...line })),
  ];
  return [
    ...lines.flatMap(({ name, obstacles }) => obstacles.map((obstacle) => ({ code: `line-${obstacle}`, about: name }))),
    ...proof.ahead.map(({ region, seconds }) => ({ code: 'clock-apart', about: `${region}: ${seconds} s` })),
    ...proof.lost.map((lost) => ({
      code: 'lost-after-restore',
      about: `${lost.service} ${lost.audience} ${lost.epoch}: ${lost.from}-${lost.to} (${lost.receivers.join(', ')})`,
    })),
  ];
}

function deliveryProblems({ deliveries, bus, role }: Found): StatusProblem[] {
  // At a province both destinations are one nats-server.
  const away = bus ? [] : role === 'hub' ? ['local', 'hub'] : ['local'];
  return deliveries.flatMap(({ service, asOf, outboxes, horizonSeconds, incidents, rebuild, process }) => [
    ...outboxes
      .filter(({ destination, behindSeconds }) => behindSeconds > BEHIND_SECONDS && !away.includes(destination))
      .map(({ destination, behindSeconds }) => ({
        code: `behind-${destination}`,
        about: `${service}: ${behindSeconds} s`,
      })),
    ...(horizonSeconds > HORIZON_SECONDS ? [{ code: 'horizon-old', about: `${service}: ${horizonSeconds} s` }] : []),
    ...(incidents.open > 0 ? [{ code: 'incidents', about: `${service}: ${incidents.open}` }] : []),
    ...(rebuild?.state === 'FAILED' ? [{ code: 'rebuild-failed', about: `${service}: ${rebuild.failure}` }] : []),
    ...linkProblem(service, process, { bus, away }),
    ...floodProblems(service, process),
    ...exhaustedProblems(service, process, asOf),
  ]);
}

/** Who fills the hub, as its own province counts it. */
function floodProblems(service: string, process: object): StatusProblem[] {
  if (service !== 'identity') return [];
  return intakeOf(process)
    .filter(({ perSecond }) => perSecond >= FLOOD_PER_SECOND)
    .map(({ region, perSecond }) => ({ code: 'region-floods', about: `${region}: ${Math.round(perSecond)}/s` }));
}

/** The relay went on by itself; what stays is for the province to look at. */
function exhaustedProblems(service: string, process: object, asOf: string): StatusProblem[] {
  const { relays } = process as { relays?: Record<string, { batchesExhausted?: { lastAt: string } }> };
  return Object.entries(relays ?? {}).flatMap(([destination, { batchesExhausted }]) =>
    batchesExhausted && Date.parse(asOf) - Date.parse(batchesExhausted.lastAt) <= EXHAUSTED_MS
      ? [{ code: 'publish-batches-exhausted', about: `${service}: ${destination}` }]
      : [],
  );
}

/** What the link meets on the hub's side is the network's or the province's to mend; anything else is this region's own bus. */
const ON_THE_HUB = ['hub-silent', 'link-broken'];

function linkProblem(
  service: string,
  process: object,
  { bus, away }: { readonly bus: Found['bus']; readonly away: readonly string[] },
): StatusProblem[] {
  const { link } = process as { link?: { state?: string; problem?: string } | null };
  if (service !== 'identity' || (link?.state !== 'retrying' && link?.state !== 'connecting')) return [];
  const about = link.problem ?? '';
  if (ON_THE_HUB.includes(about)) return away.includes('hub') ? [] : [{ code: 'hub-unreachable', about }];
  if (away.length > 0) return [];
  if (about === 'hub-place-missing') return [{ code: about, about: 'hub' }];
  if (about !== 'stream-missing') return [{ code: 'inbound-not-taken', about }];
  // The bus names it itself, where it was asked.
  return (bus?.missing ?? []).length > 0 ? [] : [{ code: about, about: 'INBOUND' }];
}

function placeProblems(found: Found): StatusProblem[] {
  const { bus, disk, proof } = found;
  const filling = (bus?.streams ?? []).filter(
    ({ stream, bytes, maxBytes }) => stream === 'FEDERATION' && bytes > maxBytes * STREAM_ALARM,
  );
  return [
    ...(bus?.missing ?? []).map((name) => ({ code: 'stream-missing', about: name })),
    ...filling.map(({ stream }) => ({ code: 'stream-filling', about: stream })),
    ...(disk.freeBytes < DISK_ALARM_BYTES ? [{ code: 'disk-low', about: '' }] : []),
    ...(proof || databaseProblem(found) !== undefined ? [] : [{ code: 'proof-missing', about: 'identity' }]),
  ];
}
