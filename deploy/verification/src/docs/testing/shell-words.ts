/** The words of a simple command line: spaces part them, quotes hold them together. */
export function shellWords(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

/** The command of the operator's tool in a line of shell, without what comes before and after it. Undefined where there is none. */
export function findBetangCommand(line: string): string | undefined {
  const match = /(?:^|[;&|] *)(?:\$ )?(?:[A-Z_]+=\S+ )*(?:npm run (?:--silent )?betang --|betang)(?: ([^;&|>]*))?/.exec(
    line,
  );
  return match ? (match[1] ?? '').trim() : undefined;
}

/** `parked list|show` names two commands. */
export function alternatives(command: string): string[] {
  const words = command.split(' ');
  return words.reduce<string[]>(
    (found, word) => found.flatMap((start) => word.split('|').map((one) => `${start} ${one}`.trim())),
    [''],
  );
}
