/** Two names of one person, as the region that gave them tells it. */
export interface ToldName {
  readonly region: string;
  readonly former: string;
  readonly learner: string;
  /** Day on which it was told, `YYYY-MM-DD`. */
  readonly toldOn: string;
}

/** What is known of a name: the newest one of its person. */
export type KnownName = Pick<ToldName, 'region' | 'former' | 'learner'>;

/**
 * Under which name each person stands from now on, of the former names that were told and of those that were the newest until now. Chains (k1 to k2 to k3) end at
 * their newest name, whatever the order in which their links come and however often. Where a region contradicts itself, all the names are one person's, and the
 * one of the newest key holds. Pure.
 * @param known the newest name of every name in `told` that is not the newest itself
 */
export function replacedNames(told: readonly ToldName[], known: readonly KnownName[]): ToldName[] {
  const next = new Map(known.map(({ region, former, learner }) => [keyOf(region, former), learner]));
  const newestOf = (region: string, name: string): string => {
    let newest = name;
    for (let later = next.get(keyOf(region, newest)); later !== undefined; later = next.get(keyOf(region, newest)))
      newest = later;
    return newest;
  };
  const days = new Map<string, Omit<ToldName, 'learner'>>();
  const note = (region: string, former: string, toldOn: string): void => {
    const noted = days.get(keyOf(region, former));
    if (noted === undefined || noted.toldOn < toldOn) days.set(keyOf(region, former), { region, former, toldOn });
  };
  for (const { region, former, learner, toldOn } of told) {
    note(region, former, toldOn);
    const [older, newer] = [newestOf(region, former), newestOf(region, learner)].sort(byKey) as [string, string];
    if (older === newer) continue;
    next.set(keyOf(region, older), newer);
    note(region, older, toldOn);
  }
  return [...days.values()]
    .map((name) => ({ ...name, learner: newestOf(name.region, name.former) }))
    .filter(({ former, learner }) => former !== learner);
}

function keyOf(region: string, name: string): string {
  return `${region}|${name}`;
}

/** By the version of the key, `k<version>:`; two names of one key in any order that is always the same. */
function byKey(one: string, other: string): number {
  const versionOf = (name: string): number => Number.parseInt(name.slice(1), 10);
  return versionOf(one) - versionOf(other) || (one < other ? -1 : 1);
}
