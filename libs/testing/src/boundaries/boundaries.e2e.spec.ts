import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { getRepositoryRoot } from '../servers/work-folder.js';

/** One line of source in an invented file of a package. */
interface Sample {
  readonly file: string;
  readonly imports: string;
}

const sample = (file: string, imports: string): Sample => ({ file: `${file}/src/sample.ts`, imports });

const REFUSED = [
  sample('services/identity', '@betang/learning-hours'),
  sample('services/learning-hours', '@betang/all-in-one'),
  sample('services/competency-mapping', '@betang/contracts/dist/envelope.js'),
  sample('services/training-catalog', '@betang/local'),
  sample('services/contingency', '@betang/identity'),
  sample('services/reporting', '@betang/contingency'),
  ...['services/contingency', 'services/all-in-one', 'deploy/cli'].map((folder) => sample(folder, '@nestjs/swagger')),
  sample('libs/asn', '@betang/contracts'),
  sample('libs/contracts', '@betang/platform'),
  sample('libs/platform', '@betang/messaging'),
  sample('libs/messaging', '@betang/reporting'),
];

const ALLOWED = [
  ...['contracts', 'messaging', 'platform', 'asn', 'testing'].map((name) =>
    sample('services/identity', `@betang/${name}`),
  ),
  ...['contracts', 'platform', 'asn'].map((name) => sample('libs/messaging', `@betang/${name}`)),
  sample('libs/contracts', '@betang/asn'),
  sample('libs/platform', '@betang/asn'),
  sample('libs/platform', '@nestjs/swagger'),
  sample('services/all-in-one', '@betang/identity'),
];

/** The repository's own rules on samples, in a process of their own; type information is not needed for an import. */
const LINT = `
  import { ESLint } from 'eslint';
  import tseslint from 'typescript-eslint';
  const untyped = [tseslint.configs.disableTypeChecked, { languageOptions: { parserOptions: { project: false } } }];
  const eslint = new ESLint({ overrideConfig: untyped });
  const samples = JSON.parse(process.argv[1]);
  const rulesOf = async ({ file, imports }) => {
    const [result] = await eslint.lintText("import '" + imports + "';\\n", { filePath: file });
    return result.messages.map(({ ruleId, message }) => ruleId ?? message);
  };
  console.log(JSON.stringify(await Promise.all(samples.map(rulesOf))));
`;

describe('the rules on who may import whom', () => {
  const answers = new Map<Sample, string[]>();
  beforeAll(() => {
    const samples = [...REFUSED, ...ALLOWED];
    const args = ['--input-type=module', '-e', LINT, JSON.stringify(samples)];
    const output = execFileSync(process.execPath, args, { cwd: getRepositoryRoot(), encoding: 'utf8' });
    (JSON.parse(output) as string[][]).forEach((rules, i) => answers.set(samples[i] as Sample, rules));
  });

  it.each(REFUSED)('refuse $imports in $file', (refused) => {
    expect(answers.get(refused)).toEqual(['no-restricted-imports']);
  });

  it.each(ALLOWED)('allow $imports in $file', (allowed) => {
    expect(answers.get(allowed)).toEqual([]);
  });
});
