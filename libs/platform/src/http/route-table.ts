/** Which methods each path takes, to tell a wrong method (405) from a wrong path (404). Asked only on the way to a 404. */
export class RouteTable {
  private readonly routes: { readonly pattern: RegExp; readonly methods: Set<string> }[] = [];

  add(path: string, methods: string | readonly string[]): void {
    const pattern = patternOf(path);
    const known = this.routes.find((route) => route.pattern.source === pattern.source);
    const all = [methods].flat() as string[];
    if (known === undefined) this.routes.push({ pattern, methods: new Set(all) });
    else for (const method of all) known.methods.add(method);
  }

  methodsOf(path: string): string[] {
    const methods = new Set(
      this.routes.filter(({ pattern }) => pattern.test(path)).flatMap((route) => [...route.methods]),
    );
    return [...methods].sort();
  }
}

function patternOf(path: string): RegExp {
  const parts = path.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}/?$`);
}
