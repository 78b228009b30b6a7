import { addRegion, allowOperatorSignIn, joinFederation, registrationOf } from '@betang/cli';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { TITLES } from '../messages/step-titles.js';
import { errorText } from '../messages/local-messages.js';
import type { Progress } from '../progress/progress.js';
import type { LocalSettings } from '../settings/local-settings.js';
import { portsOf } from '../settings/ports.js';
import { LOCAL_REGIONS, type LocalRegion } from '../settings/regions.js';
import { RegionRun } from './region-run.js';

export interface FederationInput {
  readonly settings: Pick<LocalSettings, 'dir' | 'portBase' | 'mode'>;
  readonly progress: Progress;
  /** Default: all three. The province is always first. */
  readonly regions?: readonly LocalRegion[];
}

/** The province and its regions on this machine, started, watched and ended in order. */
export class LocalFederation {
  readonly regions: readonly RegionRun[];
  private readonly watching = new AbortController();
  private watched: Promise<void> = Promise.resolve();
  private readonly progress: Progress;

  constructor({ settings, progress, regions = LOCAL_REGIONS }: FederationInput) {
    const { dir, portBase, mode } = settings;
    this.progress = progress;
    this.regions = regions.map(
      (region) =>
        new RegionRun({ region, dir: join(dir, region.code), ports: portsOf(region.code, portBase, mode), mode }),
    );
  }

  get province(): RegionRun {
    return this.regions[0]!;
  }

  get members(): readonly RegionRun[] {
    return this.regions.slice(1);
  }

  /** Starts servers, then services, of all regions. When it throws, `stop` ends what had been started. */
  async start(): Promise<void> {
    await this.forEach((region) => this.step(region, TITLES.servers, () => region.startServers()));
    for (const member of this.members) await this.step(member, TITLES.joining, () => this.admit(member));
    await this.forEach((region) => this.step(region, TITLES.services, () => region.startServices()));
    await this.forEach((region) => allowOperatorSignIn(region.dir));
    this.watch();
  }

  /** Ends services before their servers, so that they can finish what they have in hand. */
  async stop(): Promise<void> {
    this.watching.abort();
    await this.watched;
    await this.forEach((region) => region.stopServices());
    await this.forEach((region) => region.stopServers());
  }

  /** Ends everything at once. */
  async kill(): Promise<void> {
    this.watching.abort();
    await Promise.allSettled(this.regions.map((region) => region.kill()));
  }

  /** What an operator does once with two commands; done at each start, so that addresses may change in between. */
  private async admit(member: RegionRun): Promise<void> {
    const registration = await registrationOf(member.dir);
    await joinFederation(member.dir, await addRegion(this.province.dir, registration));
  }

  private watch(): void {
    const told = {
      onRestart: (name: string) => this.progress.line(`${name}: ${TITLES.restarted}`),
      onProblem: (name: string, error: unknown) => this.progress.line(`${name}: ${errorText(error)}`),
    };
    const { signal } = this.watching;
    setMaxListeners(0, signal);
    this.watched = Promise.all(this.regions.map((region) => region.keepRunning(told, signal))).then(() => undefined);
  }

  private step(region: RegionRun, title: string, work: () => Promise<void>): Promise<void> {
    return this.progress.step(`${region.region.name}: ${title}`, work);
  }

  /** Waits for all of them even when one fails: what starts late must be stopped too. */
  private async forEach(work: (region: RegionRun) => Promise<void>): Promise<void> {
    const outcomes = await Promise.allSettled(this.regions.map(work));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
  }
}
