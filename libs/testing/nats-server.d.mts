/** A nats-server program on this machine. */
export interface NatsServerBinary {
  readonly path: string;
  /** Such as `2.15.1`. */
  readonly version: string;
  /** Where it was found. */
  readonly source: 'NATS_SERVER' | 'PATH' | 'cache';
  /** Said when the version lies outside the tested range. */
  readonly note?: string;
}

/** Looks in NATS_SERVER, PATH and the cache folder; fetches nothing. Too old or broken ones are passed over. */
export function findNatsServer(): NatsServerBinary | undefined;

/** As {@link findNatsServer}, and fetches the program through apt where that exists. Throws an Error with what to install. */
export function prepareNatsServer(report?: (line: string) => void): Promise<NatsServerBinary>;

/** Folder for what is fetched once and used by every checkout: `BETANG_CACHE_DIR`, else `~/.cache/betang`. */
export function cacheFolder(): string;
