#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { runCommandLine } from './run-command-line.js';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

process.exitCode = await runCommandLine(process.argv.slice(2), {
  out: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
  environment: process.env,
  root: process.cwd(),
  signal: stopping.signal,
  ...(process.stdin.isTTY && process.stderr.isTTY ? { ask } : {}),
});

/** Questions go to stderr: stdout is the answer's. */
async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // Ctrl-C and Ctrl-D close it without an answer.
  terminal.once('close', () => stopping.abort());
  const answer = await terminal.question(question, { signal: stopping.signal });
  terminal.removeAllListeners('close').close();
  return answer;
}
