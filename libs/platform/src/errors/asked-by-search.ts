import 'reflect-metadata';

const ASKED = 'betang:asked-by-search';

/** Where a field is asked for that has no place in an address. */
export interface SearchField {
  /** Of the search, with the prefix of its service. */
  readonly path: string;
  readonly field: string;
}

/**
 * Fields that a query does not take because they tell of persons, which every proxy on the way would log: who sends one is told of the search (a POST) that
 * takes it in its body. They do not stand in the OpenAPI document.
 */
export function AskedBySearch(path: string, fields: Readonly<Record<string, string>>): ClassDecorator {
  return (query) => Reflect.defineMetadata(ASKED, { path, fields }, query);
}

export function findSearch(query: object, name: string): SearchField | undefined {
  const found = Reflect.getMetadata(ASKED, query) as
    { readonly path: string; readonly fields: Readonly<Record<string, string>> } | undefined;
  const field = found !== undefined && Object.hasOwn(found.fields, name) ? found.fields[name] : undefined;
  return found === undefined || field === undefined ? undefined : { path: found.path, field };
}
