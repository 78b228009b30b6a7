import { SERVICE_NAMES, type ServiceName } from '@betang/platform';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegionPorts } from '../settings/ports.js';
import type { LocalRegion } from '../settings/regions.js';
import { RegionServers } from '../supervision/region-servers.js';
import { ServiceProcess } from '../supervision/service-process.js';
import { keepRunning, type WatchPorts } from '../supervision/watched.js';

export interface RegionRunInput {
  readonly region: LocalRegion;
  readonly dir: string;
  readonly ports: RegionPorts;
  readonly mode: 'all' | 'split';
}

/** One region while it runs: its servers and the processes of its services. */
export class RegionRun {
  private servers: RegionServers | undefined;
  readonly services: ServiceProcess[] = [];

  constructor(readonly input: RegionRunInput) {}

  get region(): LocalRegion {
    return this.input.region;
  }

  get dir(): string {
    return this.input.dir;
  }

  get code(): string {
    return this.input.region.code;
  }

  /** Address of a service's API. */
  addressOf(service: ServiceName): string {
    return `http://127.0.0.1:${this.input.ports.http[service]}`;
  }

  async startServers(): Promise<void> {
    await mkdir(this.dir, { recursive: true, mode: 0o700 });
    this.servers = await RegionServers.start(this.input);
  }

  /** Starts the processes of all services and waits until each may be sent requests. */
  async startServices(): Promise<void> {
    const logs = join(this.dir, 'logs');
    await mkdir(logs, { recursive: true, mode: 0o700 });
    const programs = this.input.mode === 'all' ? (['all'] as const) : SERVICE_NAMES;
    for (const program of programs) {
      const environment = await this.running.environment(program);
      const service = new ServiceProcess({ region: this.region, program, dir: logs, environment });
      this.services.push(service);
      await service.start();
    }
    await Promise.all(this.services.map((service) => service.ready()));
  }

  /** Starts again whatever ends, until aborted. */
  async keepRunning(told: Pick<WatchPorts, 'onRestart' | 'onProblem'>, signal: AbortSignal): Promise<void> {
    await Promise.all([
      this.running.keepRunning(told, signal),
      ...this.services.map((service) =>
        keepRunning(service, { name: service.name, restart: () => service.start(), ...told }, signal),
      ),
    ]);
  }

  async stopServices(): Promise<void> {
    await Promise.all(this.services.map((service) => service.stop()));
  }

  async stopServers(): Promise<void> {
    await this.servers?.stop();
  }

  /** Ends everything at once. */
  async kill(): Promise<void> {
    for (const service of this.services) service.kill();
    await this.servers?.kill();
  }

  /** For tests that end a server on purpose. */
  get running(): RegionServers {
    if (!this.servers) throw new Error(`servers of region ${this.code} have not been started`);
    return this.servers;
  }
}
