import type { ChaosRegion } from './chaos-region.js';
import type { CompletionLoad } from './completion-load.js';
import type { Fault } from './fault.js';

/** Completions that the other regions go on recording meanwhile. */
const ELSEWHERE = 20;
/** Completions that the region itself goes on recording while it lacks what it can do without. */
const AT_HOME = 20;

/** Everything that can be ended with kill -9. Postgres takes the region's own work with it; a lost broker or hub must not. */
export const PROCESS_FAULTS: readonly Fault[] = [
  {
    name: 'service-killed',
    hit: async ({ federation, random, load }) => {
      const region = random.pick(federation.regions);
      if (region !== federation.province && random.chance(0.3)) return killAll(region, load);
      const { programs } = region.process;
      // With a process a service one of them dies alone, and the others go on.
      const { program } = random.pick(programs);
      await region.process.kill(program);
      await load.accepted(ELSEWHERE);
      await region.restartService();
      return programs.length === 1 ? `the services of ${region.code}` : `${program} of ${region.code}`;
    },
  },
  {
    name: 'bus-killed',
    hit: async ({ federation, random, load }) => {
      const region = random.pick(federation.regions);
      const isHub = region === federation.province;
      await region.nats.kill9();
      // Without the hub everybody goes on at home.
      for (const { code } of isHub ? federation.regions : [region]) await load.accepted(AT_HOME, code);
      await region.restartBus();
      return `nats-server of ${region.code}${isHub ? ', the hub' : ''}`;
    },
  },
  {
    name: 'postgres-killed',
    hit: async ({ federation, random, load }) => {
      const region = random.pick(federation.regions);
      await region.postgres.kill9();
      await load.accepted(ELSEWHERE);
      await region.postgres.restart();
      await region.process.ready();
      return `Postgres of ${region.code}`;
    },
  },
  {
    name: 'bus-disk-lost',
    hit: async ({ federation, random, load }) => {
      const region = random.pick(federation.members);
      await region.nats.kill9();
      region.nats.wipeStore();
      await load.accepted(AT_HOME, region.code);
      await region.restartBus();
      return `nats-server of ${region.code}, its data directory deleted`;
    },
  },
  {
    name: 'hub-disk-lost',
    hit: async ({ federation, load }) => {
      const { province } = federation;
      await province.nats.kill9();
      province.nats.wipeStore();
      for (const { code } of federation.regions) await load.accepted(AT_HOME, code);
      await province.restartBus();
      return 'nats-server of 62, the hub, its data directory deleted';
    },
  },
];

async function killAll(region: ChaosRegion, load: CompletionLoad): Promise<string> {
  await Promise.all([region.process.kill(), region.nats.kill9(), region.postgres.kill9()]);
  await load.accepted(ELSEWHERE);
  await region.postgres.restart();
  await region.restartBus();
  await region.restartService();
  return `the services of ${region.code}, its Postgres and its nats-server at once`;
}
