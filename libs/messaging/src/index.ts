export { findRegionCode, regionToken } from './topology/region-token.js';
export { TopologyError } from './topology/topology-error.js';
export type { TopologyErrorCode } from './topology/topology-error.js';
export {
  FEDERATION_STREAM,
  FEDERATION_SUBJECTS,
  HUB_API_PREFIX,
  INBOUND_SUBJECTS,
  hubConsumerName,
  hubInboxPrefix,
  inboundStreamName,
  localInboxPrefix,
  localSubject,
  localSubjects,
  parkingRecordSubject,
  parseSubject,
  readerConsumerName,
  shareSubject,
  streamName,
} from './topology/subjects.js';
export type { ParsedSubject, SharedAudience } from './topology/subjects.js';
