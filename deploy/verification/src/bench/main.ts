import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Bench, BenchResult } from './bench.js';
import { formatFigures, formatTable } from './report/print-report.js';
import { catchup } from './catchup/catchup.bench.js';
import { footprint } from './footprint/footprint.bench.js';
import { http } from './http/http.bench.js';
import { rosterImport } from './import/import.bench.js';
import { reportingBench } from './reporting/reporting.bench.js';
import { rebuild } from './rebuild/rebuild.bench.js';
import { pipeline } from './pipeline/pipeline.bench.js';
import { profiles } from './profiles/profiles.bench.js';

const BENCHES: Readonly<Record<string, Bench>> = {
  pipeline,
  catchup,
  rebuild,
  footprint,
  http,
  import: rosterImport,
  reporting: reportingBench,
  profiles,
};

const USAGE = `npm run bench -- <name…> [--json FILE] [--scale 0.1] [--people 1000000]
names: ${Object.keys(BENCHES).join(', ')}; none: all of them`;

class UsageError extends Error {}

/** Runs the benches that are named, one after the other, prints their tables and writes their figures. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      scale: { type: 'string', default: '1' },
      people: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return console.log(USAGE);
  const names = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
  const unknown = names.filter((name) => !(name in BENCHES));
  const scale = Number(values.scale);
  if (unknown.length > 0) throw new UsageError(`not a bench: ${unknown.join(', ')}`);
  if (!(scale > 0 && scale <= 1)) throw new UsageError('--scale: a number above 0, 1 at most');
  const people = values.people === undefined ? {} : { people: Number(values.people) };
  const results: BenchResult[] = [];
  for (const name of names) {
    console.log(`\n${name}`);
    const result = await BENCHES[name]!({ scale, ...people, say: (line) => console.log(`  … ${line}`) });
    console.log(formatTable(result.rows));
    results.push(result);
  }
  if (values.json !== undefined) await writeFile(values.json, formatFigures(results));
}

// Servers under guard do not keep this process alive, not even while it waits for them to end.
const alive = setInterval(() => undefined, 1_000_000);
try {
  await main();
} catch (error) {
  const isUsage = error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(isUsage ? `${(error as Error).message}\n\n${USAGE}` : error);
  process.exitCode = isUsage ? 2 : 1;
} finally {
  clearInterval(alive);
}
