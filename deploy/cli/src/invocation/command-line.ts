import { parseArgs } from 'node:util';
import { AppError, type Language } from '@betang/platform';
import type { Command, CommandOptions } from './command.js';

/** Options of every command. */
export const COMMON_OPTIONS = {
  data: { type: 'string' },
  region: { type: 'string' },
  json: { type: 'boolean' },
  language: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies CommandOptions;

/** A command line taken apart; without a command it asks for help. */
export interface CommandLine {
  readonly command?: Command;
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  readonly json: boolean;
  readonly help: boolean;
  readonly language: Language;
}

/**
 * Finds the command that the first one or two words name and reads its options.
 * @throws AppError `command-unknown`, `usage` with the command and what is wrong
 */
export function parseCommandLine(
  given: readonly string[],
  commands: readonly Command[],
  environment: Readonly<Record<string, string | undefined>> = {},
): CommandLine {
  const argv = commandFirst(given);
  const words = leadingWords(argv);
  const command = findCommand(argv, commands);
  const base = { json: argv.includes('--json'), language: languageOf(argv, environment) };
  if (!command) {
    if (words.length === 0 || words[0] === 'help')
      return { ...base, help: true, arguments: words.slice(1), options: {} };
    if (argv.includes('--help') || argv.includes('-h')) return { ...base, help: true, arguments: words, options: {} };
    throw new AppError('command-unknown', { params: { command: words.slice(0, 2).join(' ') } });
  }
  const rest = withoutWords(argv, command.name.split(' '));
  const { values, positionals } = read(command, rest);
  const help = values['help'] === true;
  const wanted = command.arguments ?? [];
  const required = wanted.filter((name) => name.startsWith('<')).length;
  const [superfluous] = positionals.slice(wanted.length);
  if (!help && (positionals.length < required || superfluous !== undefined))
    throw new AppError('usage', { params: { command: command.name, problem: superfluous ?? wanted.join(' ') } });
  return { ...base, command, help, arguments: positionals, options: values };
}

/** Options of every command may stand before it: `betang --language en status`. */
function commandFirst(argv: readonly string[]): string[] {
  const [option = '', value] = argv;
  if (!option.startsWith('-') || argv.length < 2) return [...argv];
  const known: Readonly<Record<string, { readonly type: string }>> = COMMON_OPTIONS;
  const takesValue = known[option.slice(2)]?.type === 'string';
  const own = takesValue ? [option, value!] : [option];
  return [...commandFirst(argv.slice(own.length)), ...own];
}

function leadingWords(argv: readonly string[]): string[] {
  const end = argv.findIndex((word) => word.startsWith('-'));
  return argv.slice(0, end === -1 ? argv.length : end);
}

/** Names of two words stand before those of one. */
function findCommand(argv: readonly string[], commands: readonly Command[]): Command | undefined {
  const [first = '', second = ''] = leadingWords(argv);
  return commands.find(({ name }) => name === `${first} ${second}`) ?? commands.find(({ name }) => name === first);
}

function withoutWords(argv: readonly string[], words: readonly string[]): string[] {
  return argv.slice(words.length);
}

function read(command: Command, argv: readonly string[]) {
  try {
    const options: CommandOptions = { ...command.options, ...COMMON_OPTIONS };
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return { values: values as Record<string, string | boolean | undefined>, positionals };
  } catch (cause) {
    const problem = /'(-[^']+)'/.exec(String((cause as Error).message))?.[1] ?? '';
    throw new AppError('usage', { params: { command: command.name, problem }, cause });
  }
}

/** Indonesian unless English is asked for; also of a command line that is wrong otherwise. */
export function languageOf(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Language {
  const at = argv.indexOf('--language');
  const inline = argv.find((word) => word.startsWith('--language='))?.slice('--language='.length);
  const asked = inline ?? (at >= 0 ? argv[at + 1] : undefined) ?? environment['BETANG_LANGUAGE'];
  return asked === 'en' ? 'en' : 'id';
}
