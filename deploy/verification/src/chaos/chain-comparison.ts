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

/** What every service of a region still holds back because of a gap. */
export async function countHeld(region: ChaosRegion): Promise<number> {
  const parts = SERVICE_NAMES.map((service) => `SELECT count(*) AS n FROM ${schemaOf(service)}.reader_held`);
  const [row] = await region.sql<{ n: number }>(`SELECT sum(n)::int AS n FROM (${parts.join(' UNION ALL ')}) AS held`);
  return row!.n;
}
