import { AppError, SERVICE_NAMES, type ServiceName } from '@betang/platform';
import { isPortFree } from '@betang/testing';
import { HIGHEST_PORT_BASE, LOWEST_PORT_BASE } from './local-settings.js';
import { LOCAL_REGIONS } from './regions.js';

/** The loopback ports of one region. */
export interface RegionPorts {
  readonly nats: number;
  readonly postgres: number;
  /** In mode `all` the same for every service. */
  readonly http: Readonly<Record<ServiceName, number>>;
}

const PORTS_PER_REGION = 10;
const HUNDRED = 100;
/** Behind the HTTP ports of the six services. */
const NATS = 8;
const POSTGRES = 9;

/** The ports of a region; each region has ten in a row, in the order of {@link LOCAL_REGIONS}. */
export function portsOf(code: string, base: number, mode: 'all' | 'split'): RegionPorts {
  const first = base + LOCAL_REGIONS.findIndex((region) => region.code === code) * PORTS_PER_REGION;
  const http = SERVICE_NAMES.map((service, index) => [service, mode === 'all' ? first : first + index] as const);
  return {
    nats: first + NATS,
    postgres: first + POSTGRES,
    http: Object.fromEntries(http) as RegionPorts['http'],
  };
}

/** Every port that the federation listens on. */
export function allPorts(base: number, mode: 'all' | 'split'): number[] {
  return LOCAL_REGIONS.flatMap(({ code }) => {
    const { nats, postgres, http } = portsOf(code, base, mode);
    return [...new Set([...Object.values(http), nats, postgres])];
  });
}

/** @throws AppError `local.port-taken` with the port, and a first port of which all are free */
export async function checkPorts(base: number, mode: 'all' | 'split'): Promise<void> {
  const port = await findTaken(base, mode);
  if (port === undefined) return;
  throw new AppError('local.port-taken', { params: { port, base: await freeBase(base, mode) } });
}

async function findTaken(base: number, mode: 'all' | 'split'): Promise<number | undefined> {
  for (const port of allPorts(base, mode)) if (!(await isPortFree(port))) return port;
  return undefined;
}

/** The next hundred whose ports are free; the first of them all where none is found. */
async function freeBase(taken: number, mode: 'all' | 'split'): Promise<number> {
  const first = taken + HUNDRED <= HIGHEST_PORT_BASE ? taken + HUNDRED : LOWEST_PORT_BASE;
  for (let base = first; base <= HIGHEST_PORT_BASE; base += HUNDRED)
    if ((await findTaken(base, mode)) === undefined) return base;
  return first;
}
