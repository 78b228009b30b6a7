import type { Language } from '@betang/platform';
import { AppError } from '@betang/platform';
import { cliText, type CliText } from '../messages/cli-texts.js';
import { exampleOf } from '../messages/command-examples.js';
import { purposeOf } from '../messages/command-purposes.js';
import { summaryOf } from '../messages/command-summaries.js';
import { parameterText } from '../messages/parameter-texts.js';
import { REMEDIES } from '../messages/remedies.js';
import { COMMON_OPTIONS } from './command-line.js';
import type { Command, CommandOptions } from './command.js';
import { textTable } from './text-table.js';

const EXIT_CODES = [0, 1, 2, 3, 4] as const;

/**
 * What `betang help` prints: all commands, one of them, those of a first word (`help region`), or the table of errors.
 * @throws AppError `command-unknown`
 */
export function helpText(commands: readonly Command[], topic: readonly string[], language: Language): string {
  if (topic[0] === 'errors') return errorTable(language);
  const name = topic.join(' ');
  const command = commands.find((each) => each.name === name);
  const group = commands.filter((each) => name === '' || each.name === name || each.name.startsWith(`${name} `));
  if (command && group.length === 1) return commandHelp(command, language);
  if (group.length === 0) throw new AppError('command-unknown', { params: { command: name } });
  const rows = group.map((each) => [`  ${usageOf(each)}`, summaryOf(each.name, language)]);
  const list = [textTable(rows), '', cliText(language, 'usage.one'), cliText(language, 'usage.errors')];
  const head = command ? commandHelp(command, language) : cliText(language, 'usage');
  return [head, '', ...list].join('\n');
}

/** The error table of the operator's handbook. */
export function errorTable(language: Language): string {
  const head = language === 'id' ? ['Kode', 'Arti', 'Jalan keluar'] : ['Code', 'Meaning', 'What to do'];
  const rows = Object.entries(REMEDIES[language]).map(
    ([code, { what, remedy }]) => `| \`${code}\` | ${what} | ${remedy} |`,
  );
  return [`| ${head.join(' | ')} |`, '|---|---|---|', ...rows].join('\n');
}

function commandHelp(command: Command, language: Language): string {
  const { name, arguments: names = [], options = {} } = command;
  const described = (shown: string, parameter: string) => [`  ${shown}`, parameterText(name, parameter, language)];
  const optionRows = (of: CommandOptions) =>
    Object.entries(of).map(([option, { type }]) =>
      described(type === 'boolean' ? `--${option}` : `--${option} …`, `--${option}`),
    );
  const section = (title: CliText, rows: readonly string[][]): string[] =>
    rows.length === 0 ? [] : ['', cliText(language, title), textTable(rows)];
  return [
    `betang ${usageOf(command)}`,
    summaryOf(name, language),
    '',
    purposeOf(name, language),
    ...section(
      'help.arguments',
      names.map((argument) => described(argument, argument)),
    ),
    ...section('help.options', optionRows(options)),
    ...section('help.common', optionRows(COMMON_OPTIONS)),
    ...section('help.example', [[`  betang ${exampleOf(name)}`]]),
    ...section(
      'help.exit',
      EXIT_CODES.map((code) => [`  ${code}`, cliText(language, `help.exit.${code}`)]),
    ),
  ].join('\n');
}

function usageOf({ name, arguments: names = [] }: Command): string {
  return [name, ...names].join(' ');
}
