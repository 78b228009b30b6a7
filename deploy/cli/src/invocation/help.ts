import type { Language } from '@betang/platform';
import { cliText } from '../messages/cli-texts.js';
import { summaryOf } from '../messages/command-summaries.js';
import { REMEDIES } from '../messages/remedies.js';
import { COMMON_OPTIONS } from './command-line.js';
import type { Command, CommandOptions } from './command.js';
import { textTable } from './text-table.js';

/** What `betang help` prints: all commands, one of them, or the table of errors. */
export function helpText(commands: readonly Command[], topic: readonly string[], language: Language): string {
  if (topic[0] === 'errors') return errorTable(language);
  const command = commands.find(({ name }) => name === topic.join(' '));
  if (command) return commandHelp(command, language);
  const rows = commands.map((each) => [`  ${usageOf(each)}`, summaryOf(each.name, language)]);
  return [cliText(language, 'usage'), '', textTable(rows), '', cliText(language, 'usage.errors')].join('\n');
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
  const all: CommandOptions = { ...command.options, ...COMMON_OPTIONS };
  const options = Object.entries(all).map(([name, { type }]) => (type === 'boolean' ? `  --${name}` : `  --${name} …`));
  return [`betang ${usageOf(command)}`, summaryOf(command.name, language), ...options].join('\n');
}

function usageOf({ name, arguments: names = [] }: Command): string {
  return [name, ...names].join(' ');
}
