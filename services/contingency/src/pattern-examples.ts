import { registerExamples } from '@betang/platform';

registerExamples([
  [/^[2-9]/, '2026-03-31'],
  [/^[a-z]+\.[a-zA-Z]+$/, 'situation.summary'],
  [/^[A-Z0-9][A-Z0-9.-]{0,39}$/, 'MAN-05'],
  [/^[A-Z][A-Z0-9-]{1,29}$/, 'KARHUTLA'],
]);
