import { regions } from '@betang/contracts';
import { waitUntil } from '@betang/testing';
import type { BenchResult } from '../bench/bench.js';
import { BenchRegion } from '../bench/region/bench-region.js';
import { hostServices, type HostedServices } from '../bench/region/hosted-services.js';
import { ServicesProcess } from '../bench/region/services-process.js';
import { differencesAtHome, differencesAtProvince } from './compare-year.js';
import { expectedYear } from './expected-year.js';
import { LockedReports } from './locked-reports.js';
import { RegionYear } from './region-year.js';

const PROVINCE = '62';
const OLD_SEMINAR_DAY = 400;
const NEW_SEMINAR_DAY = 300;
const PATIENT = { timeoutMs: 300_000, intervalMs: 500 };

export interface YearEndOptions {
  /** Governments that take part: the province, and so many less one below it. */
  readonly regions: number;
  readonly people: number;
  readonly say: (line: string) => void;
}

interface RegionResult {
  readonly code: string;
  readonly entries: number;
  readonly recordSeconds: number;
  readonly recountSeconds: number;
  readonly differences: readonly string[];
}

/** The end of a year in a whole province. Throws where any total differs from the independent sum, naming all that do. */
export async function yearEnd(options: YearEndOptions): Promise<BenchResult> {
  const codes = codesOf(options.regions);
  const province = await BenchRegion.start({ code: PROVINCE, role: 'hub' });
  try {
    const results = [await runOwnYear(province, options)];
    const services = await ServicesProcess.start(province);
    for (const code of codes) results.push(await runRegion(code, services, options));
    await services.stop();
    const differences = results.flatMap(({ code, differences: own }) => own.map((line) => `${code} ${line}`));
    if (differences.length > 0) throw new Error(`totals differ:\n${differences.join('\n')}`);
    return resultOf(results, options);
  } finally {
    await province.stop();
  }
}

/** The province is a government like any other, with people of its own. */
async function runOwnYear(province: BenchRegion, options: YearEndOptions): Promise<RegionResult> {
  const services = await hostServices({ ...(await province.environment()), BETANG_STATEMENT_SECONDS: '1' });
  try {
    return await runYear({ region: province, services, province, options });
  } finally {
    await services.stop();
  }
}

async function runRegion(code: string, province: ServicesProcess, options: YearEndOptions): Promise<RegionResult> {
  const region = await BenchRegion.start({ code, role: 'region' });
  try {
    await region.join(province.region);
    const services = await hostServices({ ...(await region.environment()), BETANG_STATEMENT_SECONDS: '1' });
    try {
      const reports = new LockedReports(province, code);
      return await runYear({ region, services, province: province.region, options, reports });
    } finally {
      await services.stop();
    }
  } finally {
    await region.stop();
  }
}

interface YearScene {
  readonly region: BenchRegion;
  readonly services: HostedServices;
  readonly province: BenchRegion;
  readonly options: YearEndOptions;
  /** Of a region below the province. */
  readonly reports?: LockedReports;
}

async function runYear({ region, services, province, options, reports }: YearScene): Promise<RegionResult> {
  const { code } = region.options;
  const year = new RegionYear(region, services, options.people);
  const before = expectedYear(year.learners, OLD_SEMINAR_DAY);
  const after = expectedYear(year.learners, NEW_SEMINAR_DAY);
  const recordSeconds = await year.record();
  await year.stated();
  const differences = [...(await differencesAtHome(region, before)), ...(await arrived(province, code, before))];
  const digest = await reports?.lock(region, services.address);
  const recountSeconds = await year.changeRule(NEW_SEMINAR_DAY);
  await year.stated();
  differences.push(...(await differencesAtHome(region, after)), ...(await arrived(province, code, after)));
  if (reports && digest !== undefined) {
    const changes = before.byStatus.PNS.fulfilled !== after.byStatus.PNS.fulfilled;
    differences.push(...(await correctionsOf(reports, digest, changes)));
  }
  const { entries } = before;
  options.say(`${code}: ${entries} entries in ${seconds(recordSeconds)}, counted anew in ${seconds(recountSeconds)}`);
  return { code, entries, recordSeconds, recountSeconds, differences };
}

/** What still differs at the province once it has had time to hear of everything. */
async function arrived(
  province: BenchRegion,
  code: string,
  expected: ReturnType<typeof expectedYear>,
): Promise<string[]> {
  const differences = () => differencesAtProvince(province, code, expected);
  await waitUntil('the province has the totals', async () => (await differences()).length === 0, PATIENT).catch(
    () => undefined,
  );
  return differences();
}

/** A locked report keeps its figures and shows beside them what is different today. */
async function correctionsOf(reports: LockedReports, digest: string, expected: boolean): Promise<string[]> {
  const shown = async () =>
    (await reports.atProvince())?.corrections.some(({ figure }) => figure === 'fulfilled') === true;
  if (expected) await waitUntil('the correction shows', shown, PATIENT).catch(() => undefined);
  const period = await reports.atProvince();
  return [
    ...(period?.state === 'LOCKED' ? [] : [`the report is ${period?.state ?? 'gone'}, expected LOCKED`]),
    ...(period?.digest === digest ? [] : ['the figures of the locked report changed']),
    ...((await shown()) === expected ? [] : [`corrections shown: ${String(!expected)}, expected ${String(expected)}`]),
  ];
}

/** The regions beside the province itself. */
function codesOf(count: number): string[] {
  const codes = regions()
    .map(({ code }) => code)
    .filter((code) => code.startsWith(`${PROVINCE}.`));
  if (count < 1 || count > codes.length + 1) throw new Error(`1 to ${codes.length + 1} regions take part`);
  return codes.slice(0, count - 1);
}

function resultOf(results: readonly RegionResult[], { people }: YearEndOptions): BenchResult {
  const total = (figure: (result: RegionResult) => number) => results.reduce((sum, result) => sum + figure(result), 0);
  const entries = total((result) => result.entries);
  const recount = total((result) => result.recountSeconds);
  const slowest = Math.max(...results.map(({ recountSeconds }) => recountSeconds));
  return {
    figures: [
      { name: 'yearEnd.people', value: people * results.length, unit: 'people' },
      { name: 'yearEnd.entries', value: entries, unit: 'entries' },
      { name: 'yearEnd.recount.slowestSeconds', value: slowest, unit: 's' },
      { name: 'yearEnd.differences', value: 0, unit: 'totals' },
    ],
    rows: [
      { what: `people in ${results.length} regions`, value: people * results.length, unit: 'people' },
      { what: 'entries recorded and told', value: entries, unit: 'entries' },
      { what: '  a second', value: entries / total(({ recordSeconds }) => recordSeconds), unit: 'entries/s' },
      { what: 'slowest region counts its year anew in', value: slowest, unit: 's' },
      { what: '  entries looked at a second, all regions', value: entries / recount, unit: 'entries/s' },
      { what: 'totals that differ from the independent sum', value: 0, unit: 'totals', note: 'must be 0' },
    ],
  };
}

function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
