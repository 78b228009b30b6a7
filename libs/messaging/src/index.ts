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
export { applyTopology, writeServerConfig } from './topology/apply-topology.js';
export type { TopologyApplied } from './topology/apply-topology.js';
export { verifyTopology } from './topology/verify-topology.js';
export type { Difference, Remedy } from './topology/differences.js';
export { initTopology, readTopology, topologyPaths, writeTopology } from './topology/topology-folder.js';
export type { NewTopology, TopologyPaths } from './topology/topology-folder.js';
export { issueRegion, registerRegion, removeRegion, setRegionState } from './topology/region-registry.js';
export { createUserKey, publicNkeyOf, readCredentials, writeCredentials } from './topology/credentials.js';
export type { BusCredentials, UserKey } from './topology/credentials.js';
export { HUB_JETSTREAM_OPTIONS, hubConnectionOptions, localConnectionOptions } from './topology/connection-options.js';
export { renderHubServerConfig, renderLocalServerConfig, renderServerConfig } from './topology/server-config.js';
export type { ServerPlace } from './topology/server-config.js';
export { parseTopology } from './topology/topology-reader.js';
export type { RegisteredRegion, ServerTls, StoreSizes, Topology, TopologyLimits } from './topology/topology.js';
