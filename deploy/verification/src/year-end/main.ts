import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ConversionRules, LaterHours, RecordHandOver, LedgerBooking, NoPseudonyms } from '@betang/learning-hours';
import type { RegionConfig } from '@betang/platform';
import type { BenchResult } from '../bench/bench.js';
import { formatFigures, formatTable } from '../bench/report/print-report.js';
import { measureBooking, type BookingUnderMeasure } from './measure-booking.js';
import { yearEnd } from './year-end.js';

const USAGE = `main.js [--regions 15] [--people 5000] [--json FILE]   the end of a year in a province
main.js --booking [--batches 200] [--json FILE]        the ledger's hot path alone`;

/** The ledger as it is. */
const LEDGER: BookingUnderMeasure = {
  migrations: {
    set: 'learning-hours',
    path: fileURLToPath(new URL('../../../../services/learning-hours/migrations', import.meta.url)),
  },
  make: async (unitOfWork, outbox) => {
    const rules = new ConversionRules(unitOfWork);
    await rules.seed();
    // Nobody moves while it is measured: calendar, keys and certificates are not asked.
    const config = { region: '62.03' } as RegionConfig;
    const unasked = {} as never;
    const record = new RecordHandOver(outbox, config, unasked);
    const later = new LaterHours(record, config, unasked, unitOfWork, unasked, unasked);
    const booking = new LedgerBooking(rules, outbox, new NoPseudonyms(), later);
    return (tx, facts) => booking.record(tx, facts, () => ({}));
  },
};

async function booking(batches: number): Promise<BenchResult> {
  const rate = await measureBooking(LEDGER, batches);
  return {
    figures: [{ name: 'ledger.booking.rate', value: rate, unit: 'completions/s' }],
    rows: [{ what: 'completions booked in batches of 500', value: rate, unit: 'completions/s' }],
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      regions: { type: 'string', default: '15' },
      people: { type: 'string', default: '5000' },
      booking: { type: 'boolean', default: false },
      batches: { type: 'string', default: '200' },
      json: { type: 'string' },
    },
  });
  const [regions, people, batches] = [values.regions, values.people, values.batches].map(Number);
  if (![regions, people, batches].every((value) => Number.isInteger(value) && value! > 0)) throw new Error(USAGE);
  const say = (line: string) => console.log(`  … ${line}`);
  const result = values.booking ? await booking(batches!) : await yearEnd({ regions: regions!, people: people!, say });
  console.log(formatTable(result.rows));
  if (values.json !== undefined) await writeFile(values.json, formatFigures([result]));
}

// Servers under guard do not keep this process alive, not even while it waits for them to end.
const alive = setInterval(() => undefined, 1_000_000);
try {
  await main();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  clearInterval(alive);
}
