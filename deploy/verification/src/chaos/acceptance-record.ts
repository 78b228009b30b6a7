/** What a client asked to be recorded, and the hours it is worth under the rules, hundredths of a JP, reckoned without the product. */
export interface CompletionRequest {
  /** Idempotency-Key. */
  readonly key: string;
  readonly region: string;
  readonly employeeId: string;
  readonly body: object;
  readonly hours: number;
}

/** A request that the region has accepted: from here on it may never be lost. */
export interface AcceptedCompletion extends CompletionRequest {
  completionId: string;
  /** Counts up over all regions, in the order of acceptance. */
  readonly order: number;
}

/** The clients' own record of what was accepted over HTTP: the only truth that a run is measured by. */
export class AcceptanceRecord {
  private readonly byKey = new Map<string, AcceptedCompletion>();

  /** Notes an answer. The same key again is the same completion: the region may have had to record it anew after a restore. */
  accept(request: CompletionRequest, completionId: string): void {
    const known = this.byKey.get(request.key);
    if (known) known.completionId = completionId;
    else this.byKey.set(request.key, { ...request, completionId, order: this.byKey.size + 1 });
  }

  get count(): number {
    return this.byKey.size;
  }

  of(region: string): AcceptedCompletion[] {
    return [...this.byKey.values()].filter((accepted) => accepted.region === region);
  }

  /** What a region accepted after the mark, which is a former `count`. */
  since(region: string, mark: number): AcceptedCompletion[] {
    return this.of(region).filter(({ order }) => order > mark);
  }
}
