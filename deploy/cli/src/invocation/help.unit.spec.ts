import { describe, expect, it } from '@jest/globals';
import { exampleOf } from '../messages/command-examples.js';
import { purposeOf } from '../messages/command-purposes.js';
import { summaryOf } from '../messages/command-summaries.js';
import { parameterText } from '../messages/parameter-texts.js';
import { betang } from '../testing/run-betang.js';
import { COMMON_OPTIONS, parseCommandLine } from './command-line.js';
import { COMMANDS } from '../commands.js';
import { helpText } from './help.js';

const byName = COMMANDS.map((command) => [command.name, command] as const);
const LANGUAGES = ['id', 'en'] as const;
/** Words within quotes hold together, as a shell has them. */
const words = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

describe.each(byName)('the help of %s', (name, command) => {
  it.each(LANGUAGES)('tells purpose and every argument and option (%s)', (language) => {
    expect(purposeOf(name, language).length).toBeGreaterThan(20);
    expect(summaryOf(name, language)).not.toBe('');
    const options = Object.keys({ ...command.options, ...COMMON_OPTIONS }).map((option) => `--${option}`);
    const untold = [...(command.arguments ?? []), ...options].filter(
      (parameter) => parameterText(name, parameter, language) === '',
    );
    expect(untold).toEqual([]);
  });

  it('has an example that would be accepted', () => {
    const line = parseCommandLine(words(exampleOf(name)), COMMANDS);
    expect(line.command?.name).toBe(name);
  });

  it('is the same after help and before --help, and nothing else', async () => {
    const [first, second] = await Promise.all([
      betang(['help', ...name.split(' '), '--language', 'en']),
      betang([...name.split(' '), '--help', '--language', 'en']),
    ]);
    expect(first).toMatchObject({ exitCode: 0, out: second.out });
    expect(first.out).toContain(purposeOf(name, 'en'));
    expect(first.out).toContain(`betang ${exampleOf(name)}`);
    expect(first.out).toMatch(/\nExit codes\n {2}0 {2}done, all well\n/);
  });
});

describe('help', () => {
  it('shows the commands of a first word', () => {
    const text = helpText(COMMANDS, ['parked'], 'en');
    expect(text.match(/^ {2}parked \w+/gm)).toEqual([
      '  parked list',
      '  parked show',
      '  parked retry',
      '  parked discard',
    ]);
    expect(text).not.toContain('region init');
  });

  it('shows a command and those that begin with its name', () => {
    const text = helpText(COMMANDS, ['backup'], 'en');
    expect(text).toContain(purposeOf('backup', 'en'));
    expect(text).toContain('  backup check <file>');
  });

  it('shows all commands, and how to see one', () => {
    const text = helpText(COMMANDS, [], 'en');
    for (const { name } of COMMANDS) expect(text).toContain(`  ${name}`);
    expect(text).toContain('betang help <command>');
  });

  it('refuses what it does not know, as the command itself would be', async () => {
    expect(await betang(['help', 'statu', '--json'])).toMatchObject({
      exitCode: 2,
      json: { error: { code: 'command-unknown' } },
    });
  });
});
