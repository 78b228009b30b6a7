import type { RegionSettings } from '../region/region-settings.js';

type Server = RegionSettings['nats'];

/**
 * Where a restored region's nats-server listens and is reached: as before, but for what is said to be other. A name under which others reach it
 * stays, for its certificate is made out to it.
 */
export function movedServer(known: Server, moved: Partial<Server>): Server {
  const { host, port } = { ...known, ...moved };
  const former = new URL(known.url);
  const isNamed = former.hostname !== known.host;
  const derived = `${former.protocol}//${isNamed ? former.hostname : host}:${port}`;
  return { host, port, url: moved.url ?? derived };
}
