/** Stable codes of everything that can be wrong with an event itself. Receivers park by code, never by message. */
export type ContractErrorCode =
  | 'contract-invalid'
  | 'event-data-invalid'
  | 'event-too-large'
  | 'envelope-incomplete'
  | 'envelope-invalid'
  | 'audience-invalid'
  | 'sharing-forbidden';

/** An event, contract or envelope that breaks its own rules. `field` names the header or the path inside the data. */
export class ContractError extends Error {
  constructor(
    readonly code: ContractErrorCode,
    message: string,
    readonly field?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ContractError';
  }
}
