import { startLinkProxy, waitUntil, type LinkProxy } from '@betang/testing';
import { scaled, type Bench, type BenchOptions } from '../bench.js';
import { postCompletions, type HttpLoad } from '../http/completion-requests.js';
import { counter } from '../load/completions.js';
import { BenchRegion } from '../region/bench-region.js';
import { peopleOf } from '../region/people.js';
import { queryOnce } from '../region/query-once.js';
import { ServicesProcess } from '../region/services-process.js';

const PEOPLE = 2_000;
const COMPLETIONS = 20_000;

/** A regency without its province for a while: what it records meanwhile, over HTTP, and how soon the province has all of it once the link is back. */
export const catchup: Bench = async (options) => {
  const province = await BenchRegion.start({ code: '62', role: 'hub' });
  const regency = await BenchRegion.start({ code: '62.03', role: 'region', sharesPersons: true });
  const link = await startLinkProxy({ target: province.nats.url });
  try {
    await regency.join(province);
    const employeeIds = await peopleOf(regency, PEOPLE);
    const provinceServices = await ServicesProcess.start(province);
    const services = await ServicesProcess.start(regency, { BETANG_HUB_URL: link.url });
    const { address } = services;
    const load = { address, token: await services.token(), employeeIds, nextIndex: counter(), connections: 10 };
    const result = await measure({ options, province, regency, link, load });
    await services.stop();
    await provinceServices.stop();
    return result;
  } finally {
    await link.stop();
    await regency.stop();
    await province.stop();
  }
};

interface Scene {
  readonly options: BenchOptions;
  readonly province: BenchRegion;
  readonly regency: BenchRegion;
  readonly link: LinkProxy;
  readonly load: Omit<HttpLoad, 'seconds'>;
}

async function measure({ options, province, regency, link, load }: Scene) {
  options.say('linked');
  const linked = await postCompletions({ ...load, amount: scaled(2_000, options) });
  await arrived(province, await sharedBy(regency, linked.requests.total));
  link.cut();
  const completions = scaled(COMPLETIONS, options);
  options.say(`cut off, ${completions} completions`);
  const cut = await postCompletions({ ...load, amount: completions });
  const shared = await sharedBy(regency, linked.requests.total + completions);
  options.say('the link is back');
  const began = performance.now();
  link.restore();
  await arrived(province, shared);
  const seconds = (performance.now() - began) / 1_000;
  return {
    figures: [{ name: 'catchup.seconds', value: seconds, unit: 's' }],
    rows: [
      {
        what: `from the link's return until the province has ${completions} facts of persons`,
        value: seconds,
        unit: 's',
        note: 'wanted 8 at most',
      },
      { what: '  facts a second', value: completions / seconds, unit: 'events/s' },
      { what: 'its own users: writes a second while linked', value: linked.requests.average, unit: 'requests/s' },
      { what: '  and while cut off', value: cut.requests.average, unit: 'requests/s' },
      { what: '  p99 while linked', value: linked.latency.p99, unit: 'ms' },
      { what: '  p99 while cut off', value: cut.latency.p99, unit: 'ms' },
    ],
  };
}

/** Waits until so many completions are booked; answers how many facts for the province that made, the totals of agencies among them. */
async function sharedBy(regency: BenchRegion, completions: number): Promise<number> {
  const booked = async () => {
    const [row] = await queryOnce(regency, 'SELECT count(*)::int AS n FROM learning_hours.ledger_entry');
    return row!['n'] === completions;
  };
  await waitUntil(`${completions} completions are booked`, booked, { timeoutMs: 300_000, intervalMs: 200 });
  const [row] = await queryOnce(
    regency,
    `SELECT count(*)::int AS n FROM learning_hours.outbox WHERE destination = 'hub' AND audience = 'province'`,
  );
  return row!['n'] as number;
}

/** Waits until the province's reporting has applied so many facts of the regency's ledger: its place in that line. */
async function arrived(province: BenchRegion, facts: number): Promise<void> {
  const isThere = async () => {
    const [row] = await queryOnce(
      province,
      `SELECT coalesce(max(position), 0)::int AS n FROM reporting.reader_watermark
        WHERE region = '62.03' AND service = 'learning-hours' AND audience = 'province'`,
    );
    return (row!['n'] as number) >= facts;
  };
  await waitUntil(`the province has ${facts} facts`, isThere, { timeoutMs: 120_000, intervalMs: 50 });
}
