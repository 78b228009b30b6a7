import { registerExamples } from '@betang/platform';

registerExamples([
  [/^[A-Za-z0-9.-]{1,20}(:[1-5])?$/, 'MAN-07:3'],
  [/^[a-z0-9-]{1,40}$/, 'isi'],
  [/^[a-z0-9]{1,8}$/, 'a'],
  [/^\d{6}$/, '123456'],
]);
