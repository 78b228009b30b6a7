import { SERVICE_NAMES, schemaOf } from '@betang/platform';
import type { ChaosFederation } from './chaos-federation.js';
import type { ChaosRegion } from './chaos-region.js';

/** How far a line of facts has been published, or taken in, and the chain there. */
interface Point {
  readonly service: string;
  readonly audience: string;
  readonly epoch: string;
  readonly position: string;
  readonly chain: string;
}

interface TakenIn extends Point {
  readonly reader: string;
  readonly state: string;
}

/** Compares every origin's lines of its present epoch with what every reader of the federation that is meant to have them took in. */
export async function compareChains({ regions, province }: ChaosFederation): Promise<string[]> {
  const differences: string[] = [];
  for (const origin of regions) {
    const heads = await headsOf(origin);
    for (const receiver of regions) {
      const marks = await takenIn(receiver, origin.code);
      const meant = heads.filter(({ audience }) => isMeantFor(audience, { receiver, origin, province }));
      for (const head of meant) differences.push(...compareLine(head, marks, `${origin.code} at ${receiver.code}`));
    }
  }
  return differences;
}

function compareLine(head: Point, marks: readonly TakenIn[], where: string): string[] {
  return SERVICE_NAMES.flatMap((reader) => {
    const mark = marks.find((candidate) => candidate.reader === reader && keyOf(candidate) === keyOf(head));
    const found = mark === undefined ? 'nothing' : `${mark.position} ${mark.chain.slice(0, 8)} ${mark.state}`;
    const wanted = `${head.position} ${head.chain.slice(0, 8)} FLOWING`;
    return found === wanted && mark?.chain === head.chain
      ? []
      : [`${head.service} ${head.audience} of ${where}, read by ${reader}: ${wanted} published, ${found} taken in`];
  });
}

function isMeantFor(
  audience: string,
  { receiver, origin, province }: { receiver: ChaosRegion; origin: ChaosRegion; province: ChaosRegion },
): boolean {
  if (audience === 'local') return receiver === origin;
  if (audience === 'federation') return true;
  if (audience === 'province') return receiver === province;
  return audience === `to.r${receiver.code.replace('.', '')}`;
}

function keyOf({ service, audience, epoch }: Point): string {
  return `${service}|${audience}|${epoch}`;
}

async function headsOf(region: ChaosRegion): Promise<Point[]> {
  const parts = SERVICE_NAMES.map(
    (service) =>
      `SELECT '${service}' AS service, audience, epoch, position, chain FROM ${schemaOf(service)}.relay_head`,
  );
  return region.sql<Point>(
    `SELECT * FROM (${parts.join(' UNION ALL ')}) AS head
      WHERE epoch = (SELECT epoch FROM betang.epoch ORDER BY generation DESC LIMIT 1)`,
  );
}

async function takenIn(receiver: ChaosRegion, origin: string): Promise<TakenIn[]> {
  const parts = SERVICE_NAMES.map(
    (service) =>
      `SELECT '${service}' AS reader, service, audience, epoch, position, chain, state FROM ${schemaOf(service)}.reader_watermark WHERE region = $1`,
  );
  return receiver.sql<TakenIn>(parts.join(' UNION ALL '), [origin]);
}

/** Events of one line that a reader still holds back because of a gap in front of them. */
export interface HeldEvents {
  readonly count: number;
  /** Whose they are, who reads them, and behind which position. */
  readonly where: string;
}

/** What every service of a region still holds back. */
export async function findHeld(region: ChaosRegion): Promise<HeldEvents[]> {
  const parts = SERVICE_NAMES.map((reader) => {
    const schema = schemaOf(reader);
    return `SELECT '${reader}' AS reader, h.region, h.service, h.audience, h.epoch, count(*)::int AS count, min(h.position) AS first, max(h.position) AS last,
        max(w.position) AS taken, max(w.state) AS state
      FROM ${schema}.reader_held h LEFT JOIN ${schema}.reader_watermark w USING (region, service, audience, epoch)
      GROUP BY h.region, h.service, h.audience, h.epoch`;
  });
  const rows = await region.sql<Held>(parts.join(' UNION ALL '));
  return rows.map(({ count, ...of }) => ({
    count,
    where: `${of.service} ${of.audience} of ${of.region} in ${of.epoch}, read by ${of.reader} at ${region.code}: ${of.first} to ${of.last} behind ${of.taken} ${of.state}`,
  }));
}

interface Held extends Pick<Point, 'service' | 'audience' | 'epoch'> {
  readonly reader: string;
  readonly region: string;
  readonly count: number;
  readonly first: string;
  readonly last: string;
  readonly taken: string | null;
  readonly state: string | null;
}
