import { statfs } from 'node:fs/promises';
import { readBusReport } from '@betang/messaging';
import type { AppError, Readiness, ServiceName } from '@betang/platform';
import type { RegionApi } from '../api/region-api.js';
import { regionPaths } from '../region/region-paths.js';
import { serviceUrlOf, type RegionSettings } from '../region/region-settings.js';
import { readServerStates } from './server-states.js';
import { findProblems } from './status-problems.js';
import type { DeliveryJson, ProofJson, RegionStatus, ServiceState } from './status-report.js';

/** Asks everything that can be asked; what does not answer becomes a problem, never an error. */
export async function readRegionStatus(
  dataDir: string,
  settings: RegionSettings,
  open: () => Promise<RegionApi>,
  apiUrl?: string,
): Promise<RegionStatus> {
  const servers = await readServerStates(dataDir, settings);
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
    servers,
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
