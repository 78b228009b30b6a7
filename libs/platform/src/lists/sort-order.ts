import { AppError } from '../errors/app-error.js';

/** The field that a list is asked to be sorted by. */
export interface SortOrder<Field> {
  readonly field: Field;
  readonly descending: boolean;
}

/** Throws `sort-invalid` (400) for a field that the list does not sort by. */
export function sortOrder<Field>(sorts: Readonly<Record<string, Field>>, sort: string): SortOrder<Field> {
  const name = sort.replace(/^-/, '');
  const field = Object.hasOwn(sorts, name) ? sorts[name] : undefined;
  if (field === undefined)
    throw new AppError('sort-invalid', {
      status: 400,
      field: 'sort',
      params: { fields: Object.keys(sorts).join(', ') },
    });
  return { field, descending: sort.startsWith('-') };
}
