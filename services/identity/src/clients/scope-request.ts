import { AppError, type Principal } from '@betang/platform';
import { assertSecondOfficer, type SecondOfficer } from '../accounts/second-officer.js';

export const SCOPE_REQUEST_STATES = ['REQUESTED', 'APPROVED', 'REFUSED', 'WITHDRAWN'] as const;
export type ScopeRequestState = (typeof SCOPE_REQUEST_STATES)[number];
/** What becomes of a request. */
export type ScopeVerdict = Exclude<ScopeRequestState, 'REQUESTED'>;

interface AskedScopes {
  readonly requestId: string;
  readonly clientId: string;
  /** The program's name as it was when it asked. */
  readonly clientName: string;
  readonly scopes: readonly string[];
  /** What the program needs them for: UU 27/2022 wants a limited and specific purpose. */
  readonly purpose: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

/** A request for scopes of a program (permintaan hak klien layanan): what an operator asks for, and a second officer decides. */
export type ScopeRequest = AskedScopes &
  (
    | { readonly state: 'REQUESTED'; readonly decidedBy: null; readonly decidedAt: null; readonly note: null }
    | {
        readonly state: ScopeVerdict;
        readonly decidedBy: string;
        readonly decidedAt: Date;
        /** Always there where it was refused. */
        readonly note: string | null;
      }
  );

/**
 * Whether somebody may decide a request so. Who asked does not approve, nor does a program: neither is a second pair of eyes. `officer`: what is known of
 * the account of who decides; undefined where another provider keeps it.
 * @throws AppError `client-scopes-decided` (409), `second-officer-needed` (403), and those of {@link assertSecondOfficer}
 */
export function assertMayDecide(
  request: Pick<ScopeRequest, 'state' | 'requestedBy' | 'requestedAt'>,
  verdict: ScopeVerdict,
  by: Pick<Principal, 'kind' | 'subject'>,
  officer: SecondOfficer | undefined,
): void {
  if (request.state !== 'REQUESTED')
    throw new AppError('client-scopes-decided', { status: 409, params: { state: request.state } });
  if (verdict !== 'APPROVED') return;
  if (by.kind === 'service' || by.subject === request.requestedBy)
    throw new AppError('second-officer-needed', { status: 403 });
  if (officer !== undefined) assertSecondOfficer(officer, request.requestedAt);
}
