import './small-heap.js';
import { createRequire } from 'node:module';
import type * as Region from './region.js';

// Thousands of files are resolved and read one after the other this way, without a promise for each: half a second sooner than by `import`.
const { runRegion } = createRequire(import.meta.url)('./region.js') as typeof Region;

await runRegion();
