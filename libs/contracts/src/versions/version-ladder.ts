import { CONTRACTS } from '../catalogue.js';
import type { EventContract } from '../definition/define-event.js';

/** An event's data as the latest version of its contract has it. */
export interface LatestData {
  readonly contract: EventContract;
  readonly data: unknown;
}

/** The versions of every event in order: receivers are written for the latest one, older data is lifted step by step on arrival. */
export class VersionLadder {
  private readonly next = new Map<EventContract, EventContract>();

  constructor(contracts: readonly EventContract[]) {
    for (const contract of contracts) {
      const { lifts } = contract.definition;
      if (lifts) this.next.set(lifts.contract, contract);
    }
  }

  latest(contract: EventContract): EventContract {
    let latest = contract;
    for (let next = this.next.get(latest); next; next = this.next.get(latest)) latest = next;
    return latest;
  }

  /**
   * `data` must have passed the check of `contract`. What a lift gives is checked too: a lift that forgot a case must park the
   * event, not hand wrong data to a handler.
   * @throws ContractError `event-data-invalid` naming the field of the version that the lift did not reach
   */
  toLatest(contract: EventContract, data: unknown): LatestData {
    const next = this.next.get(contract);
    return next ? this.toLatest(next, liftTo(next, data)) : { contract, data };
  }
}

function liftTo(next: EventContract, data: unknown): unknown {
  const lift = next.definition.lifts?.lift as ((old: unknown) => unknown) | undefined;
  const lifted: unknown = lift?.(data);
  next.check(lifted);
  return lifted;
}

const published = new VersionLadder(CONTRACTS);

/** Lifts data of a published version to the latest one. @throws ContractError `event-data-invalid` when a lift fails its own contract */
export function liftToLatest(contract: EventContract, data: unknown): LatestData {
  return published.toLatest(contract, data);
}

/** The version that handlers are written for. */
export function latestVersion(contract: EventContract): EventContract {
  return published.latest(contract);
}
