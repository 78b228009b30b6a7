import { registerExamples } from '@betang/platform';

registerExamples([
  [/^(KL\d\d|NKL\d\d)$/, 'KL03'],
  [/^[a-z0-9][a-z0-9.-]{1,59}$/, 'gap-2026.1'],
  [/^\d{1,2}(\.\d{1,5}){2,11}$/, '5.1.02.02.001.00063'],
  [/^[A-Za-z0-9][A-Za-z0-9./-]{0,59}$/, '1.1.1'],
  [/^[A-Z0-9][A-Z0-9.-]{0,19}$/, 'MAN-05'],
]);
