import { isDeepStrictEqual } from 'node:util';
import {
  initTopology,
  readTopology,
  setServerAddress,
  setServerTls,
  setServices,
  topologyPaths,
  writeServerConfig,
  type NewTopology,
  type ServerTls,
} from '@betang/messaging';
import { findText } from './private-file.js';

/**
 * The bus's folder as the settings want it: made anew where there is none, otherwise moved to another address or mode with its keys, regions
 * and streams kept. Writes the configuration that nats-server is started with.
 */
export async function prepareTopology(dir: string, wanted: NewTopology): Promise<void> {
  if ((await findText(topologyPaths(dir).topologyFile)) === undefined) await initTopology(dir, wanted);
  else await moveTopology(dir, wanted);
  await writeServerConfig(dir);
}

/** The certificate that a deployment has; undefined where it has none, or does not exist yet. */
export async function findServerTls(dir: string): Promise<ServerTls | undefined> {
  if ((await findText(topologyPaths(dir).topologyFile)) === undefined) return undefined;
  return (await readTopology(dir)).tls;
}

async function moveTopology(dir: string, { listen, url, tls, mode, services }: NewTopology): Promise<void> {
  const known = await readTopology(dir);
  if (tls !== undefined && !isDeepStrictEqual(known.tls, tls)) await setServerTls(dir, tls, url);
  if (!isDeepStrictEqual(known.listen, listen) || url !== undefined) await setServerAddress(dir, listen, url);
  if (known.mode !== mode || !isDeepStrictEqual(known.services, services)) await setServices(dir, { mode, services });
}
