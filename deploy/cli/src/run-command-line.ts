import { COMMANDS } from './commands.js';
import { languageOf, parseCommandLine, type CommandLine } from './invocation/command-line.js';
import type { Command, Invocation, Outcome } from './invocation/command.js';
import { failureOf, failureText } from './invocation/failure.js';
import { chooseRegion, chooseRegions } from './region/find-region.js';
import { helpText } from './invocation/help.js';

export interface Terminal {
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress and failures. */
  readonly error: (text: string) => void;
  /** Asks the person at it; absent where nobody sits there. */
  readonly ask?: (question: string) => Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where regions are looked for. */
  readonly root: string;
  readonly signal: AbortSignal;
}

/**
 * Carries out one command line and answers the exit code: 0 well; 1 carried out, but what it found is not well; 2 called wrongly; 3 refused
 * or failed; 4 something that it needs does not answer.
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<number> {
  const language = languageOf(argv, terminal.environment);
  let line: CommandLine | undefined;
  try {
    line = parseCommandLine(argv, COMMANDS, terminal.environment);
    if (line.help || !line.command) {
      terminal.out(helpText(COMMANDS, line.command ? line.command.name.split(' ') : line.arguments, line.language));
      return 0;
    }
    const outcome = await line.command.run(await invocationOf(line, line.command, terminal));
    show(outcome, line, terminal);
    return outcome.exitCode ?? 0;
  } catch (error) {
    const failure = failureOf(error, language, line?.command?.name);
    if (argv.includes('--json')) terminal.out(JSON.stringify({ error: failure }, null, 2));
    else terminal.error(failureText(failure, language));
    return failure.exitCode;
  }
}

function show({ data, text }: Outcome, { json }: CommandLine, terminal: Terminal): void {
  terminal.out(json ? JSON.stringify(data, null, 2) : text);
}

async function invocationOf(line: CommandLine, { about = 'one' }: Command, terminal: Terminal): Promise<Invocation> {
  const { data, region } = line.options;
  const choice = {
    environment: terminal.environment,
    root: terminal.root,
    ...(typeof data === 'string' ? { data } : {}),
    ...(typeof region === 'string' ? { region } : {}),
  };
  const dataDirs =
    about === 'none' ? [] : about === 'each' ? await chooseRegions(choice) : [await chooseRegion(choice)];
  const tokenFile = terminal.environment['BETANG_TOKEN_FILE'];
  return {
    language: line.language,
    dataDirs,
    dataDir: dataDirs[0] ?? '',
    arguments: line.arguments,
    options: line.options,
    environment: terminal.environment,
    ...(tokenFile === undefined ? {} : { tokenFile }),
    tell: line.json ? () => undefined : terminal.error,
    announce: terminal.error,
    ...(terminal.ask === undefined ? {} : { ask: terminal.ask }),
    signal: terminal.signal,
  };
}
