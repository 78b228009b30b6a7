import { join } from 'node:path';
import { createWorkFolder, removeWorkFolder } from '@betang/testing';
import type { DeploymentUnderTest } from './deployment-under-test.js';
import { betang } from './run-betang.js';

/** Lets a region join its province as two operators do it, who send each other files. Throws what the tool says when it refuses. */
export async function joinProvince(region: DeploymentUnderTest, province: DeploymentUnderTest): Promise<void> {
  const folder = createWorkFolder('join-province');
  const [registration, joining] = [join(folder, 'registration.json'), join(folder, 'join.json')];
  const run = async ({ dataDir }: DeploymentUnderTest, ...argv: string[]) => {
    const { exitCode, errors } = await betang(['region', ...argv, '--data', dataDir, '--language', 'en']);
    if (exitCode !== 0) throw new Error(`betang region ${argv[0]}: ${errors}`);
  };
  try {
    await run(region, 'register', registration);
    await run(province, 'add', registration, joining);
    await run(region, 'join', joining);
  } finally {
    removeWorkFolder(folder);
  }
}
