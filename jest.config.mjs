/** One Jest run over every project; tests compile with swc and run as ES modules. `--selectProjects` is not needed: select by path. */
process.env.SWC_NATIVE_BINDING_CACHE ??= new URL('.betang/cache/swc', import.meta.url).pathname;

export default {
  cacheDirectory: '<rootDir>/.betang/cache/jest',
  rootDir: '.',
  testMatch: ['<rootDir>/{libs,services,deploy}/**/src/**/*.spec.ts'],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
  moduleNameMapper: {
    '^@betang/(asn|contracts|messaging|platform|testing)$': '<rootDir>/libs/$1/src/index.ts',
    '^@betang/(identity|competency-mapping|training-catalog|learning-hours|contingency|reporting|all-in-one)$': '<rootDir>/services/$1/src/index.ts',
    '^@betang/(local|cli|verification)$': '<rootDir>/deploy/$1/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.betang/'],
  // Two suites share two cores with their servers: a test is stopped only when it must be stuck.
  testTimeout: 180_000,
  // Modules of ended suites stay in a worker's memory: past this it is started anew.
  workerIdleMemoryLimit: '1500MB',
};
