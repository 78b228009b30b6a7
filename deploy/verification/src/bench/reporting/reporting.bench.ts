import { ReportingModule, reporting } from '@betang/reporting';
import { startRegionUnderTest, startRunningService, waitUntil, type RegionUnderTest } from '@betang/testing';
import { scaled, type Bench, type BenchResult } from '../bench.js';
import { HOME_DASHBOARDS, PROVINCE_DASHBOARDS, measureDashboards, p99 } from './dashboards.js';
import { inventPeople, inventStatements } from './invented-figures.js';
import { recordingSpeed } from './recording-speed.js';

const SMALL = 100_000;
const LARGE = 1_000_000;
const ROUNDS = 60;
const ENTRIES = 10_000;

interface Measured {
  readonly people: number;
  readonly homeP99: number;
  readonly provinceP99: number;
  readonly rate: number;
}

/**
 * Dashboards over HTTP on the running service, first over 100,000 people's data, then over 1,000,000 in the same tables: at home (own people by
 * every grouping, down to units) and in a province (what fifteen regions state). Before each look ledger entries are recorded through bus and
 * reader, so that its speed shows too, and every unit's sums are made anew.
 */
export const reportingBench: Bench = async (options) => {
  const small = scaled(SMALL, options, 2_000);
  const large = options.people ?? scaled(LARGE, options, 20_000);
  const province = await startRegionUnderTest('62', {
    services: ['identity', 'learning-hours', 'reporting'],
    role: 'hub',
  });
  const home = await startRegionUnderTest('62.03', ['identity', 'learning-hours', 'reporting']);
  try {
    const atProvince = await startRunningService({ definition: reporting, module: ReportingModule, region: province });
    const atHome = await startRunningService({ definition: reporting, module: ReportingModule, region: home });
    const hours = await home.service('learning-hours');
    hours.start();
    const measure = async (from: number, people: number): Promise<Measured> => {
      options.say(`${people.toLocaleString('en')} people`);
      await inventPeople(home, from, people);
      await inventStatements(province, people);
      await summedUp(home);
      const rate = await recordingSpeed(home, hours, scaled(ENTRIES, options, 500), people);
      await summedUp(home);
      const rounds = scaled(ROUNDS, options, 3);
      return {
        people,
        rate,
        homeP99: p99(await measureDashboards(atHome, HOME_DASHBOARDS, rounds)),
        provinceP99: p99(await measureDashboards(atProvince, PROVINCE_DASHBOARDS, rounds)),
      };
    };
    const first = await measure(0, small);
    const second = await measure(small, large);
    await atHome.stop();
    await atProvince.stop();
    return resultOf(first, second);
  } finally {
    await home.stop();
    await province.stop();
  }
};

/** No unit waits for its sums any more. */
async function summedUp(region: RegionUnderTest): Promise<void> {
  await waitUntil(
    'all sums are made',
    async () => (await region.sql<{ n: number }>('SELECT count(*)::int AS n FROM reporting.home_mark'))[0]!.n === 0,
    { timeoutMs: 300_000, intervalMs: 50 },
  );
}

function resultOf(small: Measured, large: Measured): BenchResult {
  const worst = ({ homeP99, provinceP99 }: Measured): number => Math.max(homeP99, provinceP99);
  const ratio = large.rate / small.rate;
  const rowsOf = ({ people, homeP99, provinceP99, rate }: Measured) => [
    {
      what: `dashboards of a region, ${people.toLocaleString('en')} people`,
      value: homeP99,
      unit: 'ms p99',
      note: 'wanted 50 at most',
    },
    { what: '  of a province', value: provinceP99, unit: 'ms p99', note: 'wanted 50 at most' },
    { what: '  ledger entries into the figures', value: rate, unit: 'entries/s' },
  ];
  return {
    figures: [
      { name: 'reporting.small.p99Ms', value: worst(small), unit: 'ms' },
      { name: 'reporting.large.p99Ms', value: worst(large), unit: 'ms' },
      { name: 'reporting.recording.ratio', value: ratio, unit: '' },
    ],
    rows: [
      ...rowsOf(small),
      ...rowsOf(large),
      { what: 'recording speed, large to small', value: ratio, unit: '', note: 'wanted about 1' },
    ],
  };
}
