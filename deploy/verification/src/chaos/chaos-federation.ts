import { addRegion, joinFederation, registrationOf } from '@betang/cli';
import { startLinkProxy } from '@betang/testing';
import { join } from 'node:path';
import { ChaosRegion, type RegionPlan } from './chaos-region.js';

const REGIONS = [
  { code: '62', role: 'hub' },
  { code: '62.03', role: 'region' },
  { code: '62.71', role: 'region' },
] as const;

/** The province and two of its regions, each with servers and a process of its own; every region reaches the hub by a line that can be made bad. */
export class ChaosFederation {
  private constructor(readonly regions: readonly ChaosRegion[]) {}

  /** Starts everything. When a part fails, what had been started is ended. */
  static async start(dir: string, mode: RegionPlan['mode'], random: () => number): Promise<ChaosFederation> {
    const started: ChaosRegion[] = [];
    try {
      const start = async (plan: RegionPlan) => started.push(await ChaosRegion.start(plan));
      await all(REGIONS.map(({ code, role }) => start({ code, role, mode, dir: join(dir, code) })));
      started.sort((a, b) => (a.code < b.code ? -1 : 1));
      const federation = new ChaosFederation(started);
      for (const member of federation.members) await federation.admit(member, random);
      await all(federation.regions.map((region) => region.restartService()));
      return federation;
    } catch (error) {
      await all(started.map((region) => region.kill()));
      throw error;
    }
  }

  get province(): ChaosRegion {
    return this.regions[0]!;
  }

  get members(): readonly ChaosRegion[] {
    return this.regions.slice(1);
  }

  async stop(): Promise<void> {
    await all(this.regions.map((region) => region.stop()));
  }

  async kill(): Promise<void> {
    await all(this.regions.map((region) => region.kill()));
  }

  private async admit(member: ChaosRegion, random: () => number): Promise<void> {
    member.line = await startLinkProxy({ target: this.province.nats.url, random });
    const file = await addRegion(this.province.dir, await registrationOf(member.dir), { hubUrl: member.line.url });
    await joinFederation(member.dir, file);
  }
}

/** Waits for all of them even when one fails: what starts late must be ended too. */
async function all(work: readonly Promise<unknown>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
