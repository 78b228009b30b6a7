const EXAMPLES = new Map<string, string>();

/**
 * What right input of a pattern (`@Matches`) looks like, told to who sent another: one place for all fields of the pattern. A service registers its own
 * beside its messages; those of several stand below.
 */
export function registerExamples(examples: readonly (readonly [pattern: RegExp, example: string])[]): void {
  for (const [pattern, example] of examples) {
    if (!pattern.test(example)) throw new Error(`${example} is no example of ${pattern.source}`);
    EXAMPLES.set(pattern.source, example);
  }
}

export function findExample(pattern: RegExp): string | undefined {
  return EXAMPLES.get(pattern.source);
}

registerExamples([
  [/^\d{2}(\.\d{2})?$/, '62.03'],
  [/^\d{4}-\d{2}-\d{2}$/, '2026-03-31'],
  [/^(KL\d\d|NKL\d\d|PEND)$/, 'KL03'],
  [/^-?[a-zA-Z]{1,40}$/, '-name'],
  [/^(role|region|unit|employee)=\S+$/, 'role=groups'],
  [/^\S+=[a-z-]+$/, 'kepegawaian=bkpsdm-officer'],
]);
