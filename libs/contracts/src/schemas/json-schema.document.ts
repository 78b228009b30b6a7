import type { EventContract, EventDefinition } from '../definition/define-event.js';
import type { SharingRule } from '../sharing/sharing-rule.js';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** The terms of an event beside its fields, in its schema under `x-betang`: foreign readers see them, the compatibility check compares them. */
export interface EventTerms {
  readonly service: EventDefinition<never>['service'];
  readonly name: string;
  readonly version: number;
  readonly subject: string;
  readonly retention: string;
  readonly signed: boolean;
  readonly sharing: SharingRule | null;
}

/** The JSON Schema (2020-12) of one version of one event; `$id` is the dataschema that its events carry. */
export type SchemaDocument = JsonSchema & {
  readonly $id: string;
  readonly title: string;
  readonly 'x-betang': EventTerms;
};

export function schemaDocument(contract: EventContract): SchemaDocument {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: contract.dataschema,
    title: contract.type,
    description: contract.definition.description,
    'x-betang': termsOf(contract),
    ...dataSchema(contract),
  };
}

/** `learning-hours.hours-recorded.v1.json`, below `docs/schemas/`. */
export function schemaFile(contract: EventContract): string {
  const { service, name, version } = contract.definition;
  return `${service}.${name}.v${version}.json`;
}

/** The schema of the data alone, as plain JSON. */
export function dataSchema(contract: EventContract): JsonSchema {
  return JSON.parse(JSON.stringify(contract.definition.data)) as JsonSchema;
}

export function termsOf(contract: EventContract): EventTerms {
  const { service, name, version, subject, retention, signed, sharing } = contract.definition;
  return { service, name, version, subject, retention, signed: signed ?? false, sharing: sharing ?? null };
}
