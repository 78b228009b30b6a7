import { describe, expect, it } from '@jest/globals';
import { parseCommandLine } from './command-line.js';
import { COMMANDS } from '../commands.js';
import { summaryOf } from '../messages/command-summaries.js';
import { betang } from '../testing/run-betang.js';
import { bytesText, figure, textTable } from './text-table.js';

const parse = (...argv: string[]) => parseCommandLine(argv, COMMANDS);

describe('a command line', () => {
  it('is found by one word or two', () => {
    expect(parse('status').command?.name).toBe('status');
    expect(parse('backup', 'x.betang')).toMatchObject({ command: { name: 'backup' }, arguments: ['x.betang'] });
    expect(parse('backup', 'key', 'x.json')).toMatchObject({ command: { name: 'backup key' }, arguments: ['x.json'] });
    expect(parse('parked', 'discard', 'reporting', 'id', '--reason', 'salah kirim')).toMatchObject({
      command: { name: 'parked discard' },
      arguments: ['reporting', 'id'],
      options: { reason: 'salah kirim' },
    });
  });

  it('takes the common options everywhere', () => {
    expect(parse('status', '--json', '--region', '62.03', '--language=en')).toMatchObject({
      json: true,
      language: 'en',
      options: { region: '62.03' },
    });
    expect(parse('status').language).toBe('id');
    expect(parseCommandLine(['status'], COMMANDS, { BETANG_LANGUAGE: 'en' }).language).toBe('en');
  });

  it('takes them before the command too, without mistaking their values for it', () => {
    expect(parse('--language', 'en', '--json', 'parked', 'list')).toMatchObject({
      command: { name: 'parked list' },
      json: true,
      language: 'en',
    });
    expect(() => parse('--region', '62', 'bogus')).toThrow(
      expect.objectContaining({ code: 'command-unknown', params: { command: 'bogus' } }) as unknown as Error,
    );
  });

  it('without a command asks for help', () => {
    expect(parse()).toMatchObject({ help: true });
    expect(parse('help', 'region', 'add')).toMatchObject({ help: true, arguments: ['region', 'add'] });
    expect(parse('replay', '--help')).toMatchObject({ help: true, command: { name: 'replay' } });
  });

  it.each([
    [['parked', 'explode'], 'command-unknown'],
    [['statu'], 'command-unknown'],
    [['parked', 'show', 'reporting'], 'usage'],
    [['epoch', 'open', 'now'], 'usage'],
    [['status', '--everything'], 'usage'],
    [['status', '--region'], 'usage'],
  ])('%j is refused with %s', (argv, code) => {
    expect(() => parse(...argv)).toThrow(expect.objectContaining({ code }) as unknown as Error);
  });

  it('names the word that is too much, and what is missing', () => {
    const problem = (text: string) => expect.objectContaining({ params: expect.objectContaining({ problem: text }) });
    expect(() => parse('epoch', 'open', 'now')).toThrow(problem('now') as unknown as Error);
    expect(() => parse('parked', 'show', 'reporting')).toThrow(problem('<service> <id>') as unknown as Error);
  });

  it('that is wrong is told so in the language that it asks for, and as the command that was called', async () => {
    const unknown = await betang(['statu', '--language', 'en', '--json'], { environment: {} });
    expect(unknown.json).toMatchObject({ error: { message: 'There is no command statu.' } });
    const wrong = await betang(['restore', 'x', '--language', 'en', '--json'], { environment: {} });
    expect(wrong).toMatchObject({ exitCode: 2, json: { error: { remedy: 'See betang help restore.' } } });
    const named = await betang(['backup', 'check', 'x', '--nats-port', '1', '--language', 'en'], { environment: {} });
    expect(named.exitCode).toBe(2);
  });

  it('has a summary of each command in both languages', () => {
    for (const { name } of COMMANDS)
      for (const language of ['id', 'en'] as const) expect(summaryOf(name, language)).not.toBe('');
    expect(new Set(COMMANDS.map(({ name }) => name)).size).toBe(COMMANDS.length);
  });
});

describe('text for people', () => {
  it('stands in columns', () => {
    expect(
      textTable([
        ['a', 'bbb'],
        ['cccc', 'd'],
      ]),
    ).toBe('a     bbb\ncccc  d');
    expect(
      textTable(
        [
          ['a', '5'],
          ['b', '125'],
        ],
        [1],
      ),
    ).toBe('a    5\nb  125');
  });

  it('groups figures as the language does', () => {
    expect([figure(12345, 'id'), figure(12345, 'en')]).toEqual(['12.345', '12,345']);
    expect([bytesText(512), bytesText(3_565_158)]).toEqual(['512 B', '3.4 MiB']);
  });
});
