/** Why a chaos run could not be carried out at all; what it found wrong with the product is its verdict, never an error. */
export class ChaosError extends Error {
  constructor(
    readonly code: 'setting-invalid' | 'service-not-ready' | 'request-refused' | 'import-failed' | 'checkpoint-missed',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ChaosError';
  }
}
