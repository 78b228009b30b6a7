import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_PEOPLE, generateRegion } from './generate-region.js';
import type { GenerateOptions } from './generate-region.js';

export const GENERATE_USAGE = `Usage: generate --region 62.03 --out FOLDER [options]
  --people N        people in the roster (${DEFAULT_PEOPLE})
  --seed TEXT       equal seeds give equal files (1)
  --year YYYY       year of the completions (this year)
  --roster-year Y   year of the roster, to keep the same people over several years
  --until DATE      last day of completions, YYYY-MM-DD (end of the year)
  --bad-rows N      clearly bad rows in each file (0)
  --damaged-rows N  employee numbers damaged by a spreadsheet (3 of 1,000 people)
  --name TEXT       region's name in the title of the roster
  --csv DIALECT     rfc4180 or excel-id (rfc4180)
`;

/** Reads the arguments, writes the files, and prints what was written as one line of JSON. Returns the exit code: 2 for wrong arguments. */
export async function runGenerate(
  argv: readonly string[],
  print: (line: string) => void = console.log,
): Promise<number> {
  let options: GenerateOptions;
  try {
    options = readArguments(argv);
  } catch (error) {
    print(`${error instanceof Error ? error.message : String(error)}\n${GENERATE_USAGE}`);
    return 2;
  }
  const { expected, ...files } = await generateRegion(options);
  print(JSON.stringify({ ...files, roster: expected.roster.rows, completions: expected.completions.rows }));
  return 0;
}

function readArguments(argv: readonly string[]): GenerateOptions {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...argv],
    options: {
      region: text,
      out: text,
      people: text,
      seed: text,
      year: text,
      'roster-year': text,
      until: text,
      'bad-rows': text,
      'damaged-rows': text,
      name: text,
      csv: text,
    },
  });
  const { region, out, csv } = values;
  if (!region || !out) throw new Error('--region and --out are needed.');
  if (csv !== undefined && csv !== 'rfc4180' && csv !== 'excel-id') throw new Error('--csv is rfc4180 or excel-id.');
  return {
    region,
    out,
    csv: csv ?? 'rfc4180',
    seed: values.seed ?? '1',
    people: wholeNumber('people', values.people) ?? DEFAULT_PEOPLE,
    year: wholeNumber('year', values.year) ?? new Date().getFullYear(),
    ...given('rosterYear', wholeNumber('roster-year', values['roster-year'])),
    ...given('until', values.until),
    ...given('badRows', wholeNumber('bad-rows', values['bad-rows'])),
    ...given('damagedRows', wholeNumber('damaged-rows', values['damaged-rows'])),
    ...given('regionName', values.name),
  };
}

function wholeNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${option} is a whole number.`);
  return Number(text);
}

function given<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return (value === undefined ? {} : { [key]: value }) as { [K in Key]?: Value };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await runGenerate(process.argv.slice(2));
}
