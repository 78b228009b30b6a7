/** Stable codes of what can be wrong with names, credentials, the topology file or its application. */
export type TopologyErrorCode =
  | 'region-code-invalid'
  | 'subject-invalid'
  | 'topology-invalid'
  | 'topology-busy'
  | 'credentials-invalid'
  | 'credentials-exposed'
  | 'server-refused-configuration'
  | 'server-not-reloaded'
  | 'region-not-served';

/** A topology that cannot be read, rendered or applied. `field` names the setting; never holds a seed. */
export class TopologyError extends Error {
  constructor(
    readonly code: TopologyErrorCode,
    message: string,
    readonly field?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'TopologyError';
  }
}
