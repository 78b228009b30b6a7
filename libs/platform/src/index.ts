export { AppError } from './errors/app-error.js';
export type { AppErrorDetails, FieldProblem } from './errors/app-error.js';
export { connectionsOfService, serverConnections } from './database/connection-bounds.js';
export type { RegionConnections } from './database/connection-bounds.js';
export { clockNotes } from './database/clock-notes.js';
export type { ConnectionTarget, Password } from './database/connection-settings.js';
export { connectionSettings } from './database/connection-settings.js';
export { arrayParameter, bytesArrayParameter } from './database/array-parameter.js';
export { ServiceDatabase } from './database/service-database.js';
export type { EntityClass, ServiceDatabaseOptions } from './database/service-database.js';
export { CONNECTION_LOST, isTransient, sqlState } from './errors/sql-state.js';
export type { SqlClient, Transaction } from './database/transaction.js';
export { UnitOfWork } from './database/unit-of-work.js';
export type { UnitOfWorkOptions } from './database/unit-of-work.js';
export { OBSERVER_ROLE, SHARED_SCHEMA, appRole, jobsSchema, migratorRole, sqlName } from './database/identifier.js';
export { migrate } from './migrations/migrate.js';
export type { MigrateOptions } from './migrations/migrate.js';
export { readMigrations } from './migrations/migration-files.js';
export type { MigrationDirectory, MigrationFile } from './migrations/migration-files.js';
export { getPassword, readPasswords } from './provisioning/password-file.js';
export type { Passwords } from './provisioning/password-file.js';
export { provisionDatabase } from './provisioning/provision-database.js';
export type { ProvisionOptions, ServiceSchema } from './provisioning/provision-database.js';
export { Clock, SystemClock } from './clock/clock.js';
export { isLeap } from './clock/clock-leap.decision.js';
export { ConfigError } from './config/config-error.js';
export type { ConfigProblem } from './config/config-error.js';
export { readConfig, unknownSettings } from './config/read-config.js';
export type { Environment } from './config/read-config.js';
export { RegionConfig } from './config/region-config.js';
export { withAmountSettings } from './config/amount-settings.js';
export { Setting, describeConfig } from './config/setting.js';
export type { ConfigClass, SettingDescription, SettingOptions, SettingValue } from './config/setting.js';
export { IsSecureTransport } from './config/transport-security.js';
export { AskedBySearch } from './errors/asked-by-search.js';
export { findExample, registerExamples } from './errors/pattern-examples.js';
export { InputValidationPipe } from './errors/input-validation.pipe.js';
export { fillText, findMessage, preferredLanguage, registerMessages } from './errors/message-catalogue.js';
export type { Language, Messages } from './errors/message-catalogue.js';
export { problemOf } from './errors/problem.js';
export type { Problem } from './errors/problem.js';
export { toAppError } from './errors/to-app-error.js';
export { HealthRegistry } from './health/health-registry.js';
export type { CheckResult, Readiness, ReadinessCheck } from './health/health-registry.js';
export { Lifecycle } from './lifecycle/lifecycle.js';
export type { LifeState, StopPhases } from './lifecycle/lifecycle.js';
export { NODE_FLAGS } from './lifecycle/node-flags.js';
export { RepeatedWork } from './lifecycle/repeated-work.js';
export type { RepeatedWorkOptions } from './lifecycle/repeated-work.js';
export { restBehindOthers } from './lifecycle/rest-behind-others.js';
export { runProcess } from './lifecycle/run-process.js';
export type { ProcessHost, ProcessOptions } from './lifecycle/run-process.js';
export { Logger, createLogger } from './logging/logger.js';
export type { LogFields, LoggerOptions } from './logging/logger.js';
export { mask, maskText } from './logging/mask.js';
export { NestLogger } from './logging/nest-logger.js';
export { currentRequest, withRequest } from './request/request-context.js';
export type { RequestContext } from './request/request-context.js';
export { currentTraceparent, withTraceparent } from './tracing/traceparent.js';
export { inSpan, startTracing } from './tracing/tracing.js';
export type { SpanDescription, TracingOptions } from './tracing/tracing.js';
export { Audit } from './audit/audit.js';
export { carryReads } from './audit/carry-reads.js';
export type { AuditEntry, AuditFilter, AuditObject, AuditRecord, PersonalDataRead } from './audit/audit.js';
export { Search } from './audit/search.decorator.js';
export { Unaudited, Unkeyed } from './audit/command-declarations.js';
export type { CommandDeclaration } from './audit/command-declarations.js';
export { CurrentPrincipal, Public, Requires } from './auth/access.decorators.js';
export type { Access, AuthenticatedRequest } from './auth/access.decorators.js';
export { AccessGuard } from './auth/access.guard.js';
export { principalOf } from './auth/principal-claims.js';
export { endpointsOf } from './auth/endpoints.js';
export type { Endpoint } from './auth/endpoints.js';
export { assertMayActOn, holdsIn, mayActOn, unitsOf } from './auth/principal.js';
export type { ActPlace, Principal, RoleGrant } from './auth/principal.js';
export { ROLES, ROLE_SCOPES, SCOPES, isRole, isScope } from './auth/role-scopes.js';
export type { Role, Scope } from './auth/role-scopes.js';
export { ENDED_SESSIONS_PATH, EndedSessions, endedKey, remoteEndedSessions } from './auth/ended-sessions.js';
export type { EndedList } from './auth/ended-sessions.js';
export { isEmbeddedIssuer } from './auth/issuer.js';
export { TokenVerifier, localKeySet, remoteKeySet } from './auth/token-verifier.js';
export type { KeySet, TokenVerifierOptions } from './auth/token-verifier.js';
export { Metrics } from './health/metrics.js';
export { IfMatch, Versioned, assertVersion, etagOf } from './http/etag.js';
export { createHttpApplication, listen } from './service/http-application.js';
export type { HttpApplicationOptions } from './service/http-application.js';
export { NumberPipe, SerialPipe, YearPipe } from './parameters/number.pipe.js';
export { PageQuery, assertOnlyOrder, decodeCursor, encodeCursor, isOldestFirst, pageOf } from './http/page.js';
export { IfGiven } from './http/if-given.decorator.js';
export { IsDay } from './http/is-day.decorator.js';
export type { CursorValue, Page } from './http/page.js';
export { ServiceController } from './http/service-controller.decorator.js';
export { TakesFile } from './http/takes-file.decorator.js';
export { forgetAnswers } from './idempotency/forget-answers.js';
export { IdempotencyStore } from './idempotency/idempotency-store.js';
export type { StoredAnswer } from './idempotency/idempotency-store.js';
export { Idempotency } from './idempotency/idempotency.js';
export { idempotentRequest, withFileDigest, withoutCaller } from './idempotency/idempotent-request.js';
export type { IdempotentRequest } from './idempotency/idempotent-request.js';
export { OnceRequest } from './idempotency/idempotent.decorator.js';
export { OnceAnswer } from './idempotency/once-answer.js';
export { openConnection } from './database/open-connection.js';
export type { OpenOptions } from './database/open-connection.js';
export { postgresJobs } from './jobs/job-backend.js';
export type { JobBackend } from './jobs/job-backend.js';
export { JobQueue } from './jobs/job-queue.js';
export type { AddOptions, JobProgress, JobQueueOptions, JobState, RunningJob } from './jobs/job-queue.js';
export { redisJobs } from './jobs/redis-jobs.js';
export type { RedisTarget } from './jobs/redis-jobs.js';
export { Jobs } from './jobs/jobs.js';
export { JobsModule } from './jobs/jobs.module.js';
export { migrateJobs } from './migrations/migrate-jobs.js';
export { AnswersFile, AnswersItems, AnswersPage } from './openapi/answers.decorators.js';
export type { AnsweredFile } from './openapi/answers.decorators.js';
export { openApiOf } from './openapi/serve-openapi.js';
export {
  ApiAcceptedResponse,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiExtraModels,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiProperty,
  ApiPropertyOptional,
  ApiQuery,
  ApiResponse,
  ApiTags,
  OmitType,
  PartialType,
  PickType,
  getSchemaPath,
} from './openapi/declarations.js';
export { SERVICE_NAMES, apiPrefixOf, schemaOf } from './service-name.js';
export type { ServiceName } from './service-name.js';
export { CurrentService, PlatformModule, ServiceLogger } from './service/platform-module.js';
export { ProcessModule, processParts } from './service/process-module.js';
export type { ProcessParts } from './service/process-module.js';
export { runServices } from './service/run-services.js';
export type { RunOptions, RunningServices } from './service/run-services.js';
export { ServiceConfigs } from './service/service-configs.js';
export {
  PLATFORM_MIGRATIONS,
  appConnection,
  migrateService,
  migratorConnection,
  openServiceDatabase,
} from './service/service-connections.js';
export type { RunnableService, ServiceDefinition } from './service/service-definition.js';
export type {
  DocumentBlock,
  DocumentModel,
  HeadingBlock,
  KeyValuesBlock,
  ListBlock,
  ParagraphBlock,
  QrBlock,
  SignatureBlock,
  Signer,
  TableBlock,
  TableColumn,
  TitleBlock,
} from './documents/document-model.js';
export { dispositionOf, downloadOf } from './documents/download.js';
export { renderPdf } from './documents/pdf/render-pdf.js';
export { makeQrCode } from './documents/pdf/qr-code.js';
export type { QrCode } from './documents/pdf/qr-code.js';
export { EXPORT_FORMATS, exportContent, exportTable, shownText } from './documents/table-export.js';
export type { ExportFormat, TableExport } from './documents/table-export.js';
export type { CellValue, Sheet, SheetColumn } from './documents/tables/sheet.js';
export { TO_BE_CORRECTED, csvText, streamCsv } from './documents/tables/write-csv.js';
export type { CsvOptions } from './documents/tables/write-csv.js';
export { streamXlsx, writeXlsx } from './documents/tables/write-xlsx.js';
export type { XlsxOptions } from './documents/tables/write-xlsx.js';
export type { ReadCell, ReadRow, ReadSheet } from './documents/reading/read-row.js';
export {
  MAX_COLUMNS,
  cellText,
  columnLetter,
  statedDay,
  statedDigits,
  statedText,
  unreadableCell,
  withCovered,
} from './documents/reading/read-row.js';
export { openTable, readTableRows, tableFormatOf } from './documents/reading/read-table.js';
export type { TableFileFormat } from './documents/reading/read-table.js';
export { TableFileError } from './documents/reading/table-file.error.js';
export type { TableFileErrorCode } from './documents/reading/table-file.error.js';
export { flushFolders, makePrivateFolder, putInPlace, writePrivateFile } from './disk/durable-files.js';
export { fileNameOf, sentFileName } from './files/file-name.js';
export type { FileLimits } from './files/file-store.js';
export { Files } from './files/files.js';
export type { FileOwner, StoredFile } from './files/files.js';
export { FilesModule } from './files/files.module.js';
export { DOWNLOAD_TYPES, FILE_TYPES } from './media-types.js';
export type { DownloadFormat, FileType } from './media-types.js';
export type { BatchResult, Columns, FileImport, FileImportKind, RefusedRow } from './imports/file-import.js';
export { FILE_IMPORTS, pageOfRefusals, refusalsOf } from './imports/file-import-store.js';
export { FileImports } from './imports/file-imports.js';
export type { NewFileImport } from './imports/file-imports.js';
export { FileImportsModule } from './imports/file-imports.module.js';
export { cellProblemTexts } from './imports/cell-problem-texts.js';
export { columnsByHeadings, missingHeadings } from './imports/find-columns.js';
export type { FieldHeadings } from './imports/find-columns.js';
export { RowErrorPage, RowErrorView, UploadFileDto } from './imports/row-errors.dto.js';
export { rowErrorsOf } from './imports/row-errors.js';
export { rowTextsOf } from './imports/row-texts.js';
export type { RowTexts } from './imports/row-texts.js';
export { ImportQueue } from './jobs/import-queue.js';
export type { ImportQueuePorts } from './jobs/import-queue.js';
export { Sweeps } from './jobs/sweeps.js';
export type { SweepTime } from './jobs/sweeps.js';
export { pageOfComputed } from './lists/computed-list.js';
export type { ComputedList } from './lists/computed-list.js';
export { ListQuery } from './lists/list-query.js';
export type { ListDefinition, ListRow, ListStatement, SortField, SortType } from './lists/list-query.js';
export type { NewNotice, NoticeAddress } from './notices/notice.js';
export { forgetNotices } from './notices/forget-notices.js';
export { Notices } from './notices/notices.js';
export { NoticesModule } from './notices/notices.module.js';
export type { RetentionDefinition } from './retention/retention-definition.js';
export { RetentionRules, retentionRulesOf } from './retention/retention-rules.js';
export type { EraseTurn, RuleToday } from './retention/retention-rules.js';
export { retentionControllerOf } from './retention/retention.controller.js';
