import type { JobStandard } from './job-standard.js';

export interface HeldPosition {
  readonly agencyId: string | null;
  readonly positionKey: string | null;
  readonly positionType: string | null;
}

/**
 * Which standard a person is measured by, the most particular one first: the position's own in the agency, the position's own anywhere, the
 * default of the type with its level, the default of the type.
 */
export class StandardBook {
  private readonly byLookup = new Map<string, JobStandard>();

  constructor(standards: readonly JobStandard[]) {
    for (const standard of standards)
      this.byLookup.set(keyOf(standard.scope, standard.lookup, standard.agencyId), standard);
  }

  find({ agencyId, positionKey, positionType }: HeldPosition): JobStandard | undefined {
    const lookups: (readonly ['POSITION' | 'TYPE', string])[] = [];
    if (positionKey !== null) lookups.push(['POSITION', positionKey]);
    if (positionType !== null) lookups.push(['TYPE', positionType], ['TYPE', positionType.split(':')[0]!]);
    for (const [scope, lookup] of lookups) {
      const found = this.byLookup.get(keyOf(scope, lookup, agencyId)) ?? this.byLookup.get(keyOf(scope, lookup, null));
      if (found) return found;
    }
    return undefined;
  }
}

function keyOf(scope: string, lookup: string, agencyId: string | null): string {
  return `${scope}\n${lookup}\n${agencyId ?? ''}`;
}
