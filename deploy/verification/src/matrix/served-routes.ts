/** A route that the server answers, whoever put it there. */
export interface ServedRoute {
  readonly method: string;
  readonly path: string;
}

/** Reads the router's own tree (`fastify.printRoutes({ commonPrefix: false })`): what is served, not what is declared. */
export function servedRoutes(tree: string): ServedRoute[] {
  const above: string[] = [];
  const routes: ServedRoute[] = [];
  for (const line of tree.split('\n')) {
    const match = /^([\s│]*)[├└]── (.*?)(?: \(([A-Z, ]+)\))?$/.exec(line);
    if (match === null) continue;
    const depth = match[1]!.length / 4;
    const path = (above[depth - 1] ?? '') + match[2]!;
    above.length = depth;
    above.push(path);
    for (const method of match[3]?.split(', ') ?? []) if (method !== 'HEAD') routes.push({ method, path });
  }
  return routes;
}
