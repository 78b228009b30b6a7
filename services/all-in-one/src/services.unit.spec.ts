import { describe, expect, it } from '@jest/globals';
import { SERVICE_NAMES } from '@betang/platform';
import { SERVICES } from './services.js';

describe('mode all', () => {
  it('loads the six services side by side: no error code of one has another text in another', () => {
    expect(SERVICES.map(({ definition }) => definition.name).sort()).toEqual([...SERVICE_NAMES].sort());
  });
});
