import { statfs } from 'node:fs/promises';
import type { BusReport, RegionProof, ServiceDeliveryStatus } from '@betang/messaging';
import { readBusReport } from '@betang/messaging';
import type { AppError, Readiness, ServiceName } from '@betang/platform';
import type { RegionApi } from '../api/region-api.js';
import { regionPaths } from '../region/region-paths.js';
import { serviceUrlOf, type RegionSettings } from '../region/region-settings.js';
import { findProblems, type StatusProblem } from './status-problems.js';

/** JSON of what a service answers: its moments are text. */
export type Json<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
export type ProofJson = Json<RegionProof>;
export type DeliveryJson = Json<ServiceDeliveryStatus>;

export interface ServiceState {
  readonly service: ServiceName;
  readonly url: string;
  readonly reachable: boolean;
  readonly ready: boolean;
  /** Checks that are not well: `epoch other-cluster`. */
  readonly failing: readonly string[];
}

/** All that the operator's tool can find out about one region. */
export interface RegionStatus {
  readonly region: string;
  readonly role: 'hub' | 'region';
  readonly folder: string;
  readonly services: readonly ServiceState[];
  readonly deliveries: readonly DeliveryJson[];
  readonly proof?: ProofJson;
  readonly bus?: BusReport;
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number };
  readonly problems: readonly StatusProblem[];
}

/** Asks everything that can be asked; what does not answer becomes a problem, never an error. */
export async function readRegionStatus(
  dataDir: string,
  settings: RegionSettings,
  open: () => Promise<RegionApi>,
  apiUrl?: string,
): Promise<RegionStatus> {
  const services = await Promise.all(
    settings.services.map((service) => readService(service, serviceUrlOf(settings, service, apiUrl))),
  );
  const { api, error } = await open().then(
    (opened) => ({ api: opened, error: undefined }),
    (failure: AppError) => ({ api: undefined, error: failure }),
  );
  const reachable = services.filter((service) => service.reachable).map(({ service }) => service);
  const deliveries = api ? await readDeliveries(api, reachable) : [];
  const proof = api && (await api.get<ProofJson>('identity', 'delivery/region').catch(() => undefined));
  const bus = await readBusReport(regionPaths(dataDir).nats).catch(() => undefined);
  const { bavail, blocks, bsize } = await statfs(dataDir);
  const found = {
    region: settings.region,
    role: settings.role,
    folder: dataDir,
    services,
    deliveries,
    ...(proof === undefined ? {} : { proof }),
    ...(bus === undefined ? {} : { bus }),
    disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
  };
  return { ...found, problems: findProblems(found, error?.code) };
}

async function readService(service: ServiceName, url: string): Promise<ServiceState> {
  try {
    const answer = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(5_000) });
    const { ready, checks } = (await answer.json()) as Readiness;
    const failing = checks.filter(({ ok }) => !ok).map(({ name, code }) => `${name} ${code ?? ''}`.trim());
    return { service, url, reachable: true, ready, failing };
  } catch {
    return { service, url, reachable: false, ready: false, failing: [] };
  }
}

async function readDeliveries(api: RegionApi, services: readonly ServiceName[]): Promise<DeliveryJson[]> {
  const found = await Promise.all(
    services.map((service) => api.get<DeliveryJson>(service, 'delivery/status').catch(() => undefined)),
  );
  return found.filter((status) => status !== undefined);
}
