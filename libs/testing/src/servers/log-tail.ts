import { readFileSync } from 'node:fs';

/** The last 15 lines of a server's log, for an error text. */
export function lastLines(logFile: string): string {
  return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}
