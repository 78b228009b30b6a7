import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT, blockLines, documents, filesOf, inlineCode, type Document } from './testing/documents.js';
import { readChaosSettings } from '../chaos/chaos-settings.js';
import { COMMANDS, REMEDIES, parseCommandLine, readSettings } from './testing/operator-tool.js';
import { alternatives, findBetangCommand, shellWords } from './testing/shell-words.js';

/** What npm knows without a script. */
const OF_NPM = new Set(['ci', 'install', 'start', 'test', 'run', 'workspaces']);

const scripts = Object.keys(
  (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object }).scripts,
);

/** Why a command of npm cannot be run; undefined for a good one. */
function npmProblem(code: string): string | undefined {
  const [, command = '', script = ''] = /^(?:\$ )?npm (\S+)(?: (?:--silent )?(\S+))?/.exec(code) ?? [];
  const wanted = command === 'run' ? script : command === 'start' || command === 'test' ? command : undefined;
  if (wanted === undefined) return OF_NPM.has(command) ? undefined : `${code}: npm has no such command`;
  return scripts.includes(wanted) ? undefined : `${code}: no script ${wanted}`;
}

/** Why a whole command line of the operator's tool would be refused. */
function betangProblem(line: string): string | undefined {
  try {
    const { command, help } = parseCommandLine(shellWords(line), COMMANDS);
    return command !== undefined || help ? undefined : `betang ${line}: no such command`;
  } catch (error) {
    const { code, params } = error as { code: string; params: object };
    return `betang ${line}: ${code} ${JSON.stringify(params)}`;
  }
}

/** What is given to a script after `--`, by the script's name. */
const READERS: Readonly<Record<string, (args: string[]) => unknown>> = {
  start: (args) => readSettings(args, {}, ROOT),
  'run chaos': (args) => readChaosSettings(args),
  'run bench': (args) => args.filter((arg) => /^[a-z]/.test(arg)).forEach(findBench),
};

function findBench(name: string): void {
  const benches = filesOf('.bench.ts', 'deploy/verification/src/bench').map((file) => basename(file, '.bench.ts'));
  if (!benches.includes(name)) throw new Error(`no bench ${name}; there are ${benches.join(', ')}`);
}

function argumentsProblem(code: string): string | undefined {
  const [, script = '', args = ''] = /^(?:\$ )?npm (start|run \w+) -- (.*)$/.exec(code) ?? [];
  try {
    READERS[script]?.(shellWords(args.replace(/ --json FILE| --scale \S+/g, '')));
    return undefined;
  } catch (error) {
    return `${code}: ${(error as Error).message}`;
  }
}

/** In a sentence a command may stand without its arguments. */
function isNamed(words: string): boolean {
  const name = words.replace(/ (--|[<A-Z0-9…]).*$/, '');
  if (name === '' || name.startsWith('-') || /^[<…]/.test(name) || /^help\b/.test(name)) return true;
  return COMMANDS.some((command) => command.name === name || command.name.startsWith(`${name} `));
}

const codeOf = (page: Document): string[] => [...blockLines(page), ...inlineCode(page)];
const pages = documents().map((page) => [page.path, page] as const);

describe('commands in the documents', () => {
  it.each(pages)('of npm in %s exist', (_path, page) => {
    const named = codeOf(page).filter((code) => /^(\$ )?npm /.test(code));
    expect(named.map(npmProblem).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it.each(pages)('of npm in %s take the arguments that are shown', (_path, page) => {
    const named = codeOf(page).filter((code) => /^(\$ )?npm /.test(code));
    expect(named.map(argumentsProblem).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it.each(pages)('of the operator in the blocks of %s would be accepted as they stand', (_path, page) => {
    const lines = blockLines(page)
      .map(findBetangCommand)
      .filter((line) => line !== undefined);
    expect(lines.map(betangProblem).filter((problem) => problem !== undefined)).toEqual([]);
  });

  it.each(pages)('of the operator in the sentences of %s exist', (_path, page) => {
    const named = inlineCode(page)
      .map(findBetangCommand)
      .filter((line) => line !== undefined);
    expect(named.flatMap(alternatives).filter((words) => !isNamed(words))).toEqual([]);
  });

  it.each(['id', 'en'] as const)('of the operator in the remedies (%s) exist', (language) => {
    const texts = Object.values(REMEDIES[language]).flatMap(({ what, remedy }) => [what, remedy]);
    const named = texts.flatMap((text) => [...text.matchAll(/\bbetang ([a-z-]+)(?: ([a-z-]+))?/g)]);
    expect(named.length).toBeGreaterThan(20);
    const known = (first = '', second = ''): boolean =>
      first === 'help' || COMMANDS.some(({ name }) => name === `${first} ${second}` || name === first);
    expect(named.filter(([, first, second]) => !known(first, second)).map(([text]) => text)).toEqual([]);
  });

  it('in the handbook are all there are', () => {
    const handbook = documents().find(({ path }) => path === 'docs/operator-handbook.md')!;
    const shown = blockLines(handbook)
      .map(findBetangCommand)
      .filter((line) => line !== undefined);
    const missing = COMMANDS.filter(({ name }) => !shown.some((line) => line === name || line.startsWith(`${name} `)));
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it('that are wrong are noticed', () => {
    expect(npmProblem('npm run nothing')).toContain('no script nothing');
    expect(npmProblem('npm frobnicate')).toContain('no such command');
    expect(npmProblem('npm run betang -- status')).toBeUndefined();
    expect(argumentsProblem('npm start -- --twice')).toContain('--twice');
    expect(argumentsProblem('npm run bench -- nothing')).toContain('no bench nothing');
    expect(argumentsProblem('npm run chaos -- --faults many')).toContain('--faults');
    expect(betangProblem('parked burn')).toContain('command-unknown');
    expect(betangProblem('parked show reporting')).toContain('usage');
    expect(betangProblem('status --colour red')).toContain('usage');
    expect(betangProblem('parked show reporting 0195c0de --region 62')).toBeUndefined();
    expect(findBetangCommand('npm run betang -- status --json | jq .')).toBe('status --json');
    expect(findBetangCommand('node betang.mjs')).toBeUndefined();
    expect([isNamed('region explode'), isNamed('region add 62.03'), isNamed('topology')]).toEqual([false, true, true]);
  });
});
