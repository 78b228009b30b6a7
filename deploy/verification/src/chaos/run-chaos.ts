import { CalendarDate } from '@betang/asn';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import { join } from 'node:path';
import { SeededRandom } from '../generator/seeded-random.js';
import { AcceptanceRecord } from './acceptance-record.js';
import { ChaosFederation } from './chaos-federation.js';
import type { ChaosSettings } from './chaos-settings.js';
import { CompletionLoad } from './completion-load.js';
import type { Fault } from './fault.js';
import { planFaults } from './fault-plan.js';
import { ParkedLedger } from './parked-ledger.js';
import { judge, type Verdict } from './quiescence.js';
import type { RunState } from './run-state.js';
import { hireStaff } from './staff.js';

export interface ChaosRun extends Pick<ChaosSettings, 'seed' | 'faults' | 'people' | 'only' | 'mode' | 'keep'> {
  /** One line of what happens, with its time. */
  readonly say: (line: string) => void;
}

const CLIENTS = 2;
const PACE_MS = 60;
/** Completions before the first fault, between two, and after the last. */
const CALM = 12;

/** Runs the federation under load, injects the faults that the seed picks, and judges what is left. Leaves nothing running. */
export async function runChaos(run: ChaosRun): Promise<Verdict> {
  const random = new SeededRandom(`chaos|${run.seed}`);
  const faults = planFaults(random.fork('faults'), run.faults, run.only);
  const dir = createWorkFolder('chaos');
  run.say(`seed ${run.seed}, faults ${faults.map(({ name }) => name).join(', ')}`);
  const lines = random.fork('lines');
  const federation = await ChaosFederation.start(join(dir, 'regions'), run.mode, () => lines.uint32() / 2 ** 32);
  try {
    const verdict = await underLoad({ run, random, faults, federation, dir });
    await federation.stop();
    return verdict;
  } finally {
    await federation.kill();
    if (run.keep) run.say(`kept: ${dir}`);
    else removeWorkFolder(dir);
  }
}

interface Stage {
  readonly run: ChaosRun;
  readonly random: SeededRandom;
  readonly faults: readonly Fault[];
  readonly federation: ChaosFederation;
  readonly dir: string;
}

async function underLoad(stage: Stage): Promise<Verdict> {
  const { run, random, federation } = stage;
  const day = CalendarDate.parse(new Date().toISOString().slice(0, 10));
  const recipe = { people: run.people, seed: run.seed, year: day.year };
  const staff = new Map(
    await Promise.all(
      federation.regions.map(async (region) => [region.code, await hireStaff(region, recipe)] as const),
    ),
  );
  run.say(`${run.people} people in each of ${federation.regions.length} regions; clients begin`);
  const record = new AcceptanceRecord();
  const state: RunState = { federation, record, parked: new ParkedLedger(), staff, year: day.year, findings: [] };
  const load = new CompletionLoad(
    federation.regions.map(({ code, api }) => ({
      code,
      api,
      people: staff.get(code)!.map(({ employeeId }) => employeeId),
    })),
    { record, random: random.fork('load'), seed: run.seed, clients: CLIENTS, paceMs: PACE_MS, day: day.iso },
  );
  load.start();
  try {
    await injectAll(stage, state, load);
  } catch (error) {
    await load.abandon();
    throw error;
  }
  await load.stop();
  run.say(`clients end, ${record.count} completions accepted; waiting for rest`);
  return judge(state, run.say);
}

async function injectAll({ run, random, faults, dir }: Stage, state: RunState, load: CompletionLoad): Promise<void> {
  await load.accepted(CALM);
  for (const [index, fault] of faults.entries()) {
    run.say(`${index + 1}/${faults.length} ${fault.name} …`);
    const context = { ...state, load, dir, random: random.fork(`fault ${index}`) };
    run.say(`${index + 1}/${faults.length} ${fault.name}: ${await fault.hit(context)}`);
    await load.accepted(CALM);
  }
}
