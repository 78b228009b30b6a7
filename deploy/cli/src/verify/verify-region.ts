import type { ChainLinkPage, ChainReport, ReceivedMark } from '@betang/messaging';
import type { ServiceName } from '@betang/platform';
import type { RegionApi } from '../api/region-api.js';
import type { Json, ProofJson } from '../delivery/status-report.js';
import { LineCheck, type Holder } from './line-check.js';
import type { Difference, LineReport } from './line-report.js';
import { mergeLinks, type LinkSource } from './merge-links.js';

/** Positions in one answer are a matter of minutes on a long line. */
const REPORT_MS = 600_000;
const LARGEST_CHECK = 5_000_000;

type Report = Json<ChainReport>;
type Published = Report['published'][number];

interface Line {
  readonly region: string;
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly holders: Holder[];
  /** Present for a line of this region's own. */
  published?: Published;
  head?: { readonly position: number; readonly chain: string };
}

/**
 * Computes the chains of every line that the services of a region publish or read, from what their outboxes and archives hold, and compares all accounts
 * of each line. How far everything is, is asked first: what comes meanwhile is not looked at.
 * @param positions only so many from the end of each line; all without it
 */
export async function verifyRegion(
  api: RegionApi,
  options: {
    readonly services: readonly ServiceName[];
    readonly positions?: number;
    readonly tell: (line: string) => void;
  },
): Promise<LineReport[]> {
  const { services, positions, tell } = options;
  const reports: Report[] = [];
  for (const service of services) {
    tell(service);
    const path = `delivery/chains?positions=${positions ?? LARGEST_CHECK}`;
    reports.push(await api.get<Report>(service, path, REPORT_MS));
  }
  const proof = await api.get<ProofJson>('identity', 'delivery/region');
  const found: LineReport[] = [];
  for (const line of linesOf(reports, proof)) {
    tell(`${line.region} ${line.service} ${line.audience}`);
    found.push(await checkLine(api, line, positions));
  }
  return found;
}

function linesOf(reports: readonly Report[], proof: ProofJson): Line[] {
  const lines = new Map<string, Line>();
  const lineOf = ({
    region,
    service,
    audience,
    epoch,
  }: Pick<Line, 'region' | 'service' | 'audience' | 'epoch'>): Line => {
    const key = [region, service, audience, epoch].join('|');
    const line = lines.get(key) ?? { region, service, audience, epoch, holders: [] };
    lines.set(key, line);
    return line;
  };
  for (const report of reports) {
    for (const published of report.published)
      lineOf({ region: proof.region, service: report.service, ...published }).published = published;
    for (const mark of report.received) if (mark.position > 0) lineOf(mark).holders.push(holderOf(report, mark));
  }
  for (const received of proof.received) if (received.head) lineOf(received).head = received.head;
  return [...lines.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function nameOf({ region, service, audience, epoch }: Line): string {
  return `${region} ${service} ${audience} ${epoch}`;
}

function holderOf({ service, takes, setAside }: Report, mark: Json<ReceivedMark>): Holder {
  const { position, chain, from, isCurrentEpoch, isReread } = mark;
  return {
    ...{ name: service, position, chain, from },
    takes: new Set(takes),
    setAside: new Set(setAside ?? []),
    isWhole: isCurrentEpoch && !isReread && setAside !== null,
  };
}

async function checkLine(api: RegionApi, line: Line, positions: number | undefined): Promise<LineReport> {
  const { holders, published, head, ...origin } = line;
  const through = Math.max(published?.head ?? 0, ...holders.map(({ position }) => position));
  const after = positions === undefined ? 0 : Math.max(0, through - positions);
  const own = published?.differences ?? [];
  const check = new LineCheck({
    ...{ ...origin, holders, through, after, now: new Date() },
    isOutboxSound: own.length === 0,
    ...(head === undefined ? {} : { head }),
  });
  for await (const { position, held } of mergeLinks(sourcesOf(api, line, through), after)) check.take(position, held);
  const report = check.finish();
  const differences = [...report.differences, ...ownDifferences(own, origin.service)];
  return { ...report, differences: differences.sort((a, b) => a.position - b.position) };
}

/** The outbox is read last of all: it has what any service had received before. */
function sourcesOf(api: RegionApi, line: Line, through: number): LinkSource[] {
  const { region, service, audience, epoch, holders, published } = line;
  const page = (of: string, from: 'archive' | 'outbox') => (after: number) => {
    const query = new URLSearchParams({ region, service, audience, epoch, from, after: String(after) });
    return api.get<ChainLinkPage>(of as ServiceName, `delivery/chains/links?${query.toString()}`);
  };
  const archives = holders
    .filter(({ from }) => from !== null)
    .map(({ name, position }) => ({ holder: name, isOutbox: false, through: position, page: page(name, 'archive') }));
  if (!published) return archives;
  return [...archives, { holder: service, isOutbox: true, through, page: page(service, 'outbox') }];
}

/** What the publishing service found between its outbox, its log and the receipts of others: the first of each kind. */
function ownDifferences(found: Published['differences'], service: string): Difference[] {
  const kinds = [...new Set(found.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const all = found.filter((one) => one.kind === kind).sort((a, b) => a.position - b.position);
    const { position, detail, computed = null, stated = null } = all[0]!;
    return { kind, count: all.length, position, holder: detail ?? service, computed, stated };
  });
}
