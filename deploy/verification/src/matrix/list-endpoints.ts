import type { Endpoint } from '@betang/platform';
import { nameOf } from './agency-probe.js';
import { serviceOf, type RecordCalls } from './record-calls.js';
import { resolved } from './sample-input.js';

/** An endpoint that answers a list, by its OpenAPI document. */
export interface ServedList {
  /** `<service> <path>` */
  readonly name: string;
  readonly endpoint: Endpoint;
  /** Names of all query parameters. */
  readonly query: readonly string[];
  /** Those that choose among the rows. */
  readonly filters: readonly string[];
}

const OF_A_PAGE = ['cursor', 'limit', 'sort'];

/** Undefined for an endpoint that answers something else. */
export function listOf(calls: RecordCalls, endpoint: Endpoint): ServedList | undefined {
  const { parameters = [], responses } = calls.operationOf(endpoint);
  const query = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  const schema = responses?.['200']?.content?.['application/json']?.schema;
  const whole = schema === undefined ? {} : resolved(calls.documentOf(serviceOf(endpoint.path)), schema);
  const isList = whole.type === 'array' || whole.properties?.['items'] !== undefined || query.includes('cursor');
  if (!isList) return undefined;
  const name = nameOf({ endpoint }).replace('GET ', '');
  return { name, endpoint, query, filters: query.filter((one) => !OF_A_PAGE.includes(one)) };
}
