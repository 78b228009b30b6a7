/** A critical service as the order of restoration sees it. */
export interface ServiceToRestore {
  readonly serviceId: string;
  readonly longestOutageHours: number;
  /** Services that must run first. */
  readonly dependsOn: readonly string[];
}

export interface RestorationStep {
  readonly serviceId: string;
  /** By when it must run for itself and for all that wait for it, hours after the event. */
  readonly neededWithinHours: number;
  /** Services that wait for it, directly or further on. */
  readonly awaitedBy: readonly string[];
}

/**
 * The services of a dependency cycle that `serviceId` would close by depending on `dependsOnId`, in order, or undefined. Services that wait for each other
 * could never be restored.
 */
export function findCycle(
  services: readonly ServiceToRestore[],
  serviceId: string,
  dependsOnId: string,
): readonly string[] | undefined {
  const dependencies = new Map(services.map((service) => [service.serviceId, service.dependsOn]));
  const seen = new Set<string>();
  const way: string[] = [];
  const reaches = (id: string): boolean => {
    if (id === serviceId) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    way.push(id);
    if ((dependencies.get(id) ?? []).some(reaches)) return true;
    way.pop();
    return false;
  };
  return reaches(dependsOnId) ? [serviceId, ...way] : undefined;
}

/**
 * In which order services are restored: what others wait for comes first, then what is needed soonest, counting the need of everyone who waits. There are
 * no cycles (`findCycle` keeps them out); a dependency on a service that is not in the list is taken as met.
 */
export function restorationOrder(services: readonly ServiceToRestore[]): RestorationStep[] {
  const byId = new Map(services.map((service) => [service.serviceId, service]));
  const awaited = new Map(services.map(({ serviceId }) => [serviceId, waitingFor(services, serviceId)]));
  const within = (id: string): number =>
    Math.min(
      byId.get(id)!.longestOutageHours,
      ...[...awaited.get(id)!].map((other) => byId.get(other)!.longestOutageHours),
    );
  const left = new Map(services.map((service) => [service.serviceId, service.dependsOn.filter((id) => byId.has(id))]));
  const steps: RestorationStep[] = [];
  while (left.size > 0) {
    const free = [...left].filter(([, waits]) => waits.every((id) => !left.has(id))).map(([id]) => id);
    // A cycle that came in some other way must not hang: its services follow by their need alone.
    const next = (free.length > 0 ? free : [...left.keys()]).sort(
      (a, b) => within(a) - within(b) || (a < b ? -1 : 1),
    )[0]!;
    steps.push({ serviceId: next, neededWithinHours: within(next), awaitedBy: [...awaited.get(next)!].sort() });
    left.delete(next);
  }
  return steps;
}

function waitingFor(services: readonly ServiceToRestore[], serviceId: string): ReadonlySet<string> {
  const waiting = new Set<string>();
  const visit = (id: string): void => {
    for (const service of services) {
      if (!service.dependsOn.includes(id) || waiting.has(service.serviceId)) continue;
      waiting.add(service.serviceId);
      visit(service.serviceId);
    }
  };
  visit(serviceId);
  waiting.delete(serviceId);
  return waiting;
}
