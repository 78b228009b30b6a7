import { registerExamples } from '@betang/platform';

registerExamples([
  [/^(local|province|federation|to\.r\d{2,4})$/, 'province'],
  [/^\d{1,9}\.[0-9a-f]{1,64}$/, '1.0195c0de'],
]);
