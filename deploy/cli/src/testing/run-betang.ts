import { runCommandLine } from '../run-command-line.js';

export interface BetangRun {
  readonly exitCode: number;
  readonly out: string;
  readonly errors: string;
  /** What `--json` printed. */
  readonly json: Record<string, never>;
}

/** One command line of the operator's tool, in this process. */
export async function betang(
  argv: readonly string[],
  options: {
    readonly environment?: Record<string, string>;
    readonly root?: string;
    readonly onError?: (line: string) => void;
    /** What the person at the terminal answers; without it nobody sits at one. */
    readonly ask?: (question: string) => Promise<string>;
  } = {},
): Promise<BetangRun> {
  const out: string[] = [];
  const errors: string[] = [];
  const exitCode = await runCommandLine(argv, {
    out: (text) => out.push(text),
    error: (text) => {
      errors.push(text);
      options.onError?.(text);
    },
    environment: options.environment ?? {},
    root: options.root ?? '/nonexistent',
    signal: new AbortController().signal,
    ...(options.ask === undefined ? {} : { ask: options.ask }),
  });
  const text = out.join('\n');
  return { exitCode, out: text, errors: errors.join('\n'), json: argv.includes('--json') ? JSON.parse(text) : {} };
}
