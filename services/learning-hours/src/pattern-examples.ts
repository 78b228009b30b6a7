import { registerExamples } from '@betang/platform';

registerExamples([[/^[0-9a-f-]{36}$/, '0195c0de-0000-7000-8000-000000000001']]);
