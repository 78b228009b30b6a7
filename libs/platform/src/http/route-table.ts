/** Which methods each path takes, to tell a wrong method (405) from a wrong path (404). Asked only on the way to a 404. */
export class RouteTable {
  private readonly routes = new Map<string, Set<string>>();

  add(path: string, methods: string | readonly string[]): void {
    const pattern = patternOf(path);
    const known = this.routes.get(pattern) ?? new Set();
    for (const method of [methods].flat()) known.add(method);
    this.routes.set(pattern, known);
  }

  methodsOf(path: string): string[] {
    const found = [...this.routes].filter(([pattern]) => new RegExp(pattern).test(path));
    return [...new Set(found.flatMap(([, methods]) => [...methods]))].sort();
  }
}

/** As text: hundreds of routes are added at each start, and most processes never answer a 404. */
function patternOf(path: string): string {
  const parts = path.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return `^${parts.join('/')}/?$`;
}
