import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const SERVICES = ['identity', 'competency-mapping', 'training-catalog', 'learning-hours', 'contingency', 'reporting'];

/** What a package may not import. One row a rule; `libs/testing/src/boundaries` holds a fixture that each row must refuse. */
const boundary = (files, forbidden, message, ...others) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: forbidden, message }, DEEP_IMPORT, ...others] }] },
});
const DEEP_IMPORT = {
  regex: '^@betang/[^/]+/.+',
  message: 'Import a package by its name: its index.ts is the whole public surface.',
};
/** The library costs the start half a second: platform declares, and loads it when somebody reads the document. */
const OPENAPI = {
  regex: '^@nestjs/swagger',
  message: 'Decorators of the OpenAPI document come from @betang/platform.',
};
const services = SERVICES.join('|');

/** A library's own rule; its tests, and what supports them, may also use the launchers of real servers. */
const library = (name, allowed, message) => [
  boundary([`libs/${name}/**/*.ts`], `^@betang/(?!(${allowed.join('|') || 'nothing'})$)`, message),
  boundary(
    [`libs/${name}/**/*.spec.ts`, `libs/${name}/**/testing/**/*.ts`],
    `^@betang/(?!(${[...allowed, 'testing'].join('|')})$)`,
    message,
  ),
];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.betang/**', '.nx/**', '**/boundaries/fixtures/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { project: ['./tsconfig.eslint.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines': ['error', { max: 400, skipComments: false }],
    },
    settings: { 'import-x/extensions': ['.ts', '.js'], 'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] } },
  },
  { files: ['**/*.spec.ts'], rules: { 'max-lines': 'off' } },
  ...library('asn', [], 'asn stands alone: it knows no other package.'),
  ...library('contracts', ['asn'], 'contracts may import asn only.'),
  ...library('platform', ['asn'], 'platform may import asn only.'),
  ...library('messaging', ['asn', 'contracts', 'platform'], 'messaging may import asn, contracts and platform.'),
  {
    files: ['deploy/**/*.ts', 'services/all-in-one/**/*.ts', 'libs/testing/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [DEEP_IMPORT, OPENAPI] }] },
  },
  ...SERVICES.map((service) =>
    boundary(
      [`services/${service}/**/*.ts`],
      `^@betang/(${services}|all-in-one|cli|local|verification)$`,
      'Services never import each other: share an event through @betang/contracts.',
      OPENAPI,
    ),
  ),
);
