import { registerExamples } from '@betang/platform';

registerExamples([
  [/^[A-Z_]{1,40}$/, 'ASSESSMENT'],
  [/^[a-z-]{1,40}$/, 'participation'],
  [/^[a-zA-Z]{1,30}$/, 'region'],
  [/^[a-zA-Z]{1,40}$/, 'people'],
]);
