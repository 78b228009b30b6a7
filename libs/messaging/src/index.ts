// Writing events
export { Outbox, bucketOf, type OutboxOwner, type SharingPolicy } from './outbox/outbox.js';

// Events for one region alone: sealed before they are written, opened in the receiver's reader
export { Sealer, type Sealing } from './sealing/sealer.js';
export { Opener, type Unopened } from './sealing/opener.js';
export { EncryptionKeyFolder, type EncryptionKeys } from './sealing/encryption-keys.js';

// Handling events
export { eventPatternOf } from './handling/event-pattern.js';
export type { EventBatch, EventHandler, HandlerKind, ReceivedEvent } from './handling/handler-registry.js';
export { DeliveryError, type DeliveryErrorCode } from './delivery-error.js';

// Topology: names, the hub and the local bus, credentials
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
  type ParsedSubject,
  type SharedAudience,
} from './topology/subjects.js';
export { findRegionCode, regionToken } from './topology/region-token.js';
export { TopologyError, type TopologyErrorCode } from './topology/topology-error.js';
export { applyTopology, writeServerConfig, type TopologyApplied } from './topology/apply-topology.js';
export { setServices } from './topology/mode-change.js';
export { setServerAddress, setServerTls } from './topology/server-address.js';
export { verifyTopology } from './topology/verify-topology.js';
export type { Difference, Remedy } from './topology/differences.js';
export {
  initTopology,
  readTopology,
  topologyPaths,
  writeTopology,
  type NewTopology,
  type TopologyPaths,
} from './topology/topology-folder.js';
export { issueRegion, registerRegion, removeRegion, setRegionState } from './topology/region-registry.js';
export {
  presentSeed,
  publicNkeyOf,
  readCredentials,
  writeCredentials,
  type BusCredentials,
} from './topology/credentials.js';
export { createUserKey, type UserKey } from './topology/user-key.js';
export { HUB_JETSTREAM_OPTIONS, hubConnectionOptions, localConnectionOptions } from './topology/connection-options.js';
export {
  renderHubServerConfig,
  renderLocalServerConfig,
  renderServerConfig,
  type ServerPlace,
} from './topology/server-config.js';
export { parseTopology } from './topology/topology-reader.js';
export { topologyMessages } from './topology/topology-messages.js';
export { isLoopback } from './topology/topology.js';
export type { RegisteredRegion, ServerTls, StoreSizes, Topology, TopologyLimits } from './topology/topology.js';

// The engine of one service
export { CommitSignal } from './engine/commit-signal.js';
export { ServiceDelivery, type DeliveryProgress, type ServiceDeliveryPorts } from './engine/service-delivery.js';
export { deliveryMigrations, regionMigrations, schemaOf } from './schema.js';
export { Bus } from './connection/bus.js';
export { HandlerRegistry } from './handling/handler-registry.js';
export { JetStreamSource } from './reader/jetstream-source.js';
export { SharedWindow } from './reader/shared-window.js';
export type { StreamPlace, StreamSource } from './reader/stream-source.js';
export type { RelayIdentity } from './relay/relay-store.js';
export type { KeyRing } from './replay/delivery-events.js';

// What identity does for its region
export { regionTasks, type RegionTasksPorts } from './engine/region-tasks.js';
export { receiptsReceived } from './proof/receipts-received.handler.js';
export { saveKeyList } from './proof/key-list-publisher.js';
export { readHeads, type HeadsTimes } from './proof/heads-publisher.js';
export { RegionKeyRing, signEvent } from './keys/region-key-ring.js';
export { findPseudonymKeys, forgetFormerPseudonymKeys, makeNextPseudonymKey } from './keys/pseudonym-file.js';
export { makePseudonym, type PseudonymKey, type PseudonymKeys } from './keys/pseudonym.js';
export {
  makeKeyPairs,
  makeRegionKeys,
  readRegionKeys,
  type PublicRegionKey,
  type RegionKeys,
} from './keys/region-keys.js';
export { findEpoch, openEpoch, type RegionEpoch } from './epoch/region-epoch.js';
export { findEpochDoubt, type EpochDoubt } from './epoch/epoch-check.js';

// Nest
export { MessagingModule, DeliveryModule, connectDelivery } from './messaging.module.js';
export { DeliveryHost } from './host/delivery-host.js';
export type { RegionIntake } from './host/hub-intake.js';
export { DeliveryConfig } from './host/delivery-config.js';

// Rebuilding projections from the archive
export { ProjectionRebuilder, type ProjectionRebuilderPorts } from './rebuild/projection-rebuilder.js';
export type { RebuildProgress, RebuildReason } from './rebuild/rebuild-progress.js';
export { rebuildMigrations } from './rebuild/rebuild-migrations.js';
export { RebuildModule } from './rebuild/rebuild.module.js';
export { RebuildView, rebuildView } from './rebuild/rebuild-view.js';

// What operators see of delivery
export type { ChainReport, ServiceDeliveryStatus } from './operations/service-operations.js';
export { chainAfter, type ChainLink, type ChainLinkPage } from './operations/chain-links.js';
export type { ReceivedMark } from './operations/received-lines.js';
export { readBusReport, type BusReport, type RegionPlace, type StreamReport } from './operations/bus-report.js';
export type { ChainEnd, EventTrace, SetAside, TracedEvent } from './operations/event-trace.js';
export { INCIDENT_KINDS, type IncidentRecord } from './operations/incident-records.js';
export type { LostStretch } from './operations/lost-stretches.js';
export type { OwnLine, ReceivedLine, RegionProof } from './operations/region-proof.js';
export { proveLine, type LineProof, type ProofObstacle, type ProofState } from './operations/line-proof.js';
export { PARKED_STATES, type ParkedDetail, type ParkedSummary } from './operations/parked-records.js';
export type { ReplayOrdered } from './operations/ordered-replay.js';
export type { SnapshotProvider } from './replay/replay-answers.js';
