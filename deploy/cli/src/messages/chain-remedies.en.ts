import type { Remedy } from './remedy.js';

/** What `betang verify` finds, by kind of difference; English. */
export const chainRemediesEn = {
  'chain-archive-differs': {
    what: 'An archived event does not give the chain that stands beside it.',
    remedy:
      'The archive of {holder} was changed here. Run betang verify in region {region}: if all agrees there, bring this region back from a backup made before the change (betang restore).',
  },
  'chain-row-missing': {
    what: 'An event that a service has taken is not in its archive.',
    remedy:
      'Its row was deleted at {holder}. betang replay does not bring it back, for the position has been passed: bring this region back from a backup (betang restore).',
  },
  'chain-readers-differ': {
    what: 'Two services here keep different events at one position.',
    remedy:
      'Ask the operator of region {region} to run betang verify, then bring this region back from a backup (betang restore).',
  },
  'chain-watermark-differs': {
    what: 'The chain at the mark up to which a service has read is not that of the archive.',
    remedy: 'What {holder} notes was changed here: bring this region back from a backup (betang restore).',
  },
  'chain-head-differs': {
    what: 'The sender states another chain than what was received here.',
    remedy:
      'Ask the operator of region {region} to run betang verify. If the database there was restored or copied, they run betang epoch open.',
  },
  'chain-outbox-differs': {
    what: 'The outbox of this region is not what its own services have received.',
    remedy:
      'The outbox of {service} was changed, or its database was brought back: bring it back from a backup (betang restore). Without one stop the services, then betang epoch open.',
  },
  'chain-rows-differ': {
    what: 'The rows of the outbox no longer give the chain that was sent.',
    remedy:
      'The outbox of {service} was changed after it was sent: bring it back from a backup (betang restore). Without one stop the services, then betang epoch open.',
  },
  'chain-log-gap': {
    what: 'The log of what was sent leaves out positions.',
    remedy:
      'The log of {service} has a hole from position {position} on: bring it back from a backup (betang restore). Without one stop the services, then betang epoch open.',
  },
  'chain-log-chain': {
    what: 'The parts of the log of what was sent do not follow from each other.',
    remedy:
      'The log of {service} was changed at position {position}: bring it back from a backup (betang restore). Without one stop the services, then betang epoch open.',
  },
  'chain-receipt-differs': {
    what: 'A receiver states another chain than what was sent.',
    remedy:
      'Ask the operator of the receiver ({holder}) to run betang verify: the side that does not agree with itself brings its backup back. If the database here is older than what was sent: betang epoch open.',
  },
} as const satisfies Record<string, Remedy>;
