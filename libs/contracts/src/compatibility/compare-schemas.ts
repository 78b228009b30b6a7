import type { JsonSchema } from '../schemas/json-schema.document.js';
import type { BreakingChange, BreakingRule } from './breaking-change.js';

/** Say something to people or name the schema; never refuse an event. */
const ANNOTATIONS = new Set(['$schema', '$id', '$comment', 'title', 'description', 'examples', 'x-betang']);
const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'];
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'];
const STRUCTURE = new Set(['type', 'enum', 'anyOf', 'properties', 'required', 'items', ...LOWER, ...UPPER]);

/**
 * What in `present` would break the published schema of the same event version, in both directions: receivers of this release must
 * take every event ever written, receivers of the release before every new one. So nothing may change but words and new optional fields.
 */
export function compareSchemas(published: JsonSchema, present: JsonSchema): readonly BreakingChange[] {
  return compareNode('', published, present);
}

function compareNode(path: string, old: JsonSchema, now: JsonSchema): readonly BreakingChange[] {
  if (kindOf(old) !== kindOf(now)) return [change('type-changed', path, `was ${kindOf(old)}, is ${kindOf(now)}`)];
  return [
    ...compareFields(path, old, now),
    ...compareItems(path, old, now),
    ...compareMembers(path, old, now),
    ...compareValues(path, old, now),
    ...LOWER.flatMap((keyword) => compareBound(path, keyword, old, now, (from, to) => to > from)),
    ...UPPER.flatMap((keyword) => compareBound(path, keyword, old, now, (from, to) => to < from)),
    ...compareRest(path, old, now),
  ];
}

function kindOf(schema: JsonSchema): string {
  if (schema['anyOf']) return 'a union';
  if (schema['enum']) return 'an enumeration';
  return schema['type'] === undefined ? 'anything' : JSON.stringify(schema['type']);
}

function compareFields(path: string, old: JsonSchema, now: JsonSchema): readonly BreakingChange[] {
  const [before, after] = [propertiesOf(old), propertiesOf(now)];
  const [needed, needs] = [requiredOf(old), requiredOf(now)];
  const kept = Object.entries(before).flatMap(([name, schema]) => {
    const field = `${path}/${name}`;
    const present = after[name];
    if (!present) return [change('field-removed', field, 'was removed')];
    return [...compareNode(field, schema, present), ...compareNeed(field, needed.has(name), needs.has(name))];
  });
  const added = Object.keys(after).filter((name) => !(name in before) && needs.has(name));
  return [...kept, ...added.map((name) => change('field-required', `${path}/${name}`, 'is new and required'))];
}

function compareNeed(field: string, needed: boolean, needs: boolean): readonly BreakingChange[] {
  if (needed === needs) return [];
  return needs
    ? [change('field-required', field, 'became required')]
    : [change('field-optional', field, 'became optional')];
}

function compareItems(path: string, old: JsonSchema, now: JsonSchema): readonly BreakingChange[] {
  const [before, after] = [old['items'], now['items']] as [JsonSchema | undefined, JsonSchema | undefined];
  if (before && after) return compareNode(`${path}/*`, before, after);
  if (!before && !after) return [];
  return [change(after ? 'narrowed' : 'widened', path, `the rule for its items was ${after ? 'added' : 'removed'}`)];
}

/** Members of a union have no names: they are matched by kind, and two of one kind by their order. */
function compareMembers(path: string, old: JsonSchema, now: JsonSchema): readonly BreakingChange[] {
  const [before, after] = [membersOf(old), membersOf(now)];
  const lost = [...before.keys()].filter((kind) => !after.has(kind));
  const found = [...after.keys()].filter((kind) => !before.has(kind));
  return [
    ...lost.map((kind) => change('narrowed', path, `may no longer be ${kind}`)),
    ...found.map((kind) => change('widened', path, `may now be ${kind} too`)),
    ...[...before].flatMap(([kind, member]) => compareNode(path, member, after.get(kind) ?? member)),
  ];
}

function compareValues(path: string, old: JsonSchema, now: JsonSchema): readonly BreakingChange[] {
  const [before, after] = [old['enum'] ?? [], now['enum'] ?? []] as [unknown[], unknown[]];
  const lost = before.filter((value) => !after.includes(value));
  const found = after.filter((value) => !before.includes(value));
  return [
    ...lost.map((value) => change('narrowed', path, `may no longer be ${JSON.stringify(value)}`)),
    ...found.map((value) => change('widened', path, `may now be ${JSON.stringify(value)} too`)),
  ];
}

function compareBound(
  path: string,
  keyword: string,
  old: JsonSchema,
  now: JsonSchema,
  isNarrower: (from: number, to: number) => boolean,
): readonly BreakingChange[] {
  const [from, to] = [old[keyword], now[keyword]] as [number | undefined, number | undefined];
  if (from === to) return [];
  const narrower = from === undefined || (to !== undefined && isNarrower(from, to));
  return [change(narrower ? 'narrowed' : 'widened', path, `${keyword} was ${from ?? 'open'}, is ${to ?? 'open'}`)];
}

/** Pattern, format, const, and whatever a later schema brings: which of two patterns takes more cannot be told, so any change breaks. */
function compareRest(path: string, old: JsonSchema, now: JsonSchema): readonly BreakingChange[] {
  const keywords = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...keywords]
    .filter((keyword) => !ANNOTATIONS.has(keyword) && !STRUCTURE.has(keyword))
    .map((keyword) => ({ keyword, from: JSON.stringify(old[keyword]), to: JSON.stringify(now[keyword]) }))
    .filter(({ from, to }) => from !== to)
    .map(({ keyword, from, to }) =>
      change(to === undefined ? 'widened' : 'narrowed', path, `${keyword} was ${from ?? 'open'}, is ${to ?? 'open'}`),
    );
}

const change = (rule: BreakingRule, field: string, problem: string): BreakingChange => ({
  rule,
  field: field || '/',
  problem,
});
const propertiesOf = (schema: JsonSchema) => (schema['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>;
const requiredOf = (schema: JsonSchema) => new Set((schema['required'] ?? []) as readonly string[]);

function membersOf(schema: JsonSchema): ReadonlyMap<string, JsonSchema> {
  const members = new Map<string, JsonSchema>();
  for (const member of (schema['anyOf'] ?? []) as readonly JsonSchema[]) {
    let kind = kindOf(member);
    while (members.has(kind)) kind = `another ${kind}`;
    members.set(kind, member);
  }
  return members;
}
