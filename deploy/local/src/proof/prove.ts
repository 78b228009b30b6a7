import { AppError } from '@betang/platform';
import { poll } from '../api/poll.js';
import type { RegionApi } from '../api/region-api.js';
import { ofTotal } from '../progress/figures.js';
import type { Tell } from '../progress/progress.js';
import { findResting, readDelivery } from '../api/delivery-report.js';
import { missingAtHome, proveFederation, type OriginProof } from './federation-proof.js';

export interface Proof {
  readonly proofs: readonly OriginProof[];
  /** Empty: every region has everything that was sent to it, and each of its services too. */
  readonly missing: readonly string[];
}

const PATIENCE_SECONDS = 60;

/** The state of the proof now. */
export async function readProof(apis: readonly RegionApi[]): Promise<Proof> {
  const reports = await Promise.all(apis.map(readDelivery));
  const proofs = proveFederation(reports);
  const missing = [...reports.flatMap(missingAtHome), ...proofs.flatMap((proof) => proof.missing)];
  if (missing.length > 0) return { proofs, missing };
  const resting = await Promise.all(apis.map(findResting));
  return {
    proofs,
    missing: reports.flatMap(({ region }, index) =>
      (resting[index] ?? []).map((service) => `${region} ${service}: no delivery`),
    ),
  };
}

/** Waits for the whole proof; answers the last state when it does not come, with what is missing. */
export async function awaitProof(apis: readonly RegionApi[], tell: Tell, signal: AbortSignal): Promise<Proof> {
  let last: Proof | undefined;
  const ask = async () => {
    last = await readProof(apis);
    const whole = last.proofs.filter(({ missing }) => missing.length === 0).length;
    tell(ofTotal(whole, last.proofs.length));
    return last.missing.length === 0 ? last : undefined;
  };
  try {
    return await poll(ask, { what: 'proof', seconds: PATIENCE_SECONDS, signal });
  } catch (error) {
    if (last === undefined || signal.aborted) throw error;
    return last;
  }
}

/** @throws AppError `local.proof-incomplete` with what is missing */
export function assertProven({ missing }: Proof): void {
  if (missing.length === 0) return;
  throw new AppError('local.proof-incomplete', {
    params: { seconds: PATIENCE_SECONDS, what: missing.slice(0, 10).join('; ') },
  });
}
