import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLE_SCOPES, findMessage } from '@betang/platform';
import { ROOT, filesOf } from './documents.js';
import { REMEDIES } from './operator-tool.js';

/** What everybody meets, whatever they call. */
const EVERYWHERE = /^(libs\/(platform|messaging)|deploy\/(cli|local))\/src\//;
/** Behind `betang import`: an operator loads files on behalf of an office. */
const IMPORTS = [
  'services/identity/src/roster-import',
  'services/identity/src/roster-file',
  'services/training-catalog/src/completion-import',
  'services/training-catalog/src/completion-file',
];
/** The texts of the libraries, by code: what they answer without throwing it under its name. */
const LIBRARY_TEXTS = /^libs\/(platform\/src\/errors|messaging\/src\/\w+)\/([\w-]+-)?messages(\.en)?\.ts$/;

/**
 * Faults of a program or of its configuration as a developer leaves it: nobody who runs a deployment can bring them about, and all they can do is to
 * report them with the log.
 */
export const NOT_FOR_OPERATORS: Readonly<Record<string, string>> = {
  'access-undeclared': 'an endpoint that declares nobody; a process with one does not start',
  'answer-not-kept': 'an endpoint that asks for a key and keeps no answer under it',
  'change-unaudited': 'an endpoint that changes something without an entry in the audit trail; nothing was changed',
  'command-undeclared': 'a POST that takes no key and says no reason; a process with one does not start',
  'import-kind-unknown': 'an import of a kind that no module registered',
  'transaction-aborted': 'work in a transaction that failed before',
  'transaction-ended': 'work in a transaction that is over',
};

/** Every placeholder of a text is shown as a gap. */
const GAPS: Readonly<Record<string, string>> = new Proxy({}, { get: () => '…' });

/** Every stable code that who runs a deployment can be answered, sorted. */
export function operatorCodes(): string[] {
  const files = filesOf('.ts').filter((file) => !/\.spec\.ts$|\/testing\//.test(file));
  const folders = operatorFolders(files);
  const found = new Set<string>();
  for (const file of files) {
    if (!EVERYWHERE.test(file) && !folders.has(conceptOf(file))) continue;
    const source = sourceOf(file);
    for (const [, code = ''] of source.matchAll(/(?:new (?:\w*Error)|super)\(\s*'([a-z][\w.-]*-[\w.-]+)'/g))
      found.add(code);
    if (file.endsWith('.error.ts'))
      for (const [, code = ''] of source.matchAll(/\| '([a-z][\w-]*-[\w-]+)'/g)) found.add(code);
    if (LIBRARY_TEXTS.test(file))
      for (const [, code = ''] of source.matchAll(/^ {2}'?([a-z][\w-]+)'?:/gm)) found.add(code);
  }
  return [...found].sort();
}

/** Codes with a text of their own that no remedy of `betang` explains: the table of the handbook. */
export function refusalsTable(): string {
  const rows = operatorCodes().flatMap((code) => {
    const text = findMessage('en', code, GAPS);
    const isElsewhere =
      code in REMEDIES.en || code in NOT_FOR_OPERATORS || findMessage('en', `topology.${code}`) !== undefined;
    return text === undefined || isElsewhere ? [] : [`| \`${code}\` | ${text} |`];
  });
  return ['| code | what it means and what to do |', '|---|---|', ...rows].join('\n');
}

/** Business concepts with an endpoint that the role `operator` may call, and those behind the imports. */
function operatorFolders(files: readonly string[]): ReadonlySet<string> {
  const scopes: readonly string[] = ROLE_SCOPES.operator;
  const isOurs = (file: string): boolean =>
    [...sourceOf(file).matchAll(/@Requires\('([\w:-]+)'\)/g)].some(([, scope = '']) => scopes.includes(scope));
  return new Set([...IMPORTS, ...files.filter((file) => file.startsWith('services/') && isOurs(file)).map(conceptOf)]);
}

/** `services/identity/src/accounts` of any file in it. */
function conceptOf(file: string): string {
  return file.split('/').slice(0, 4).join('/');
}

function sourceOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
