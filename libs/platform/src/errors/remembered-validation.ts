import { getMetadataStorage } from 'class-validator';

type Search = ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas'];
type Found = ReturnType<Search>;

let remembers = false;

/**
 * Lets the validator remember which rules a class has. For every body it looks for them anew in every class of the process, inherited ones by
 * `instanceof`: with the six hundred of mode `all` that is a twelfth of a small request. Rules stand once their class is defined, so nothing is missed.
 */
export function rememberValidationRules(): void {
  if (remembers) return;
  remembers = true;
  const storage = getMetadataStorage();
  const search: Search = storage.getTargetValidationMetadatas.bind(storage);
  const known = new WeakMap<object, Map<string, Found>>();
  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    // By schema or group nothing is validated here: such a search goes its old way.
    if (schema || groups?.length) return search(target, schema, always, strictGroups, groups);
    let variants = known.get(target);
    if (!variants) known.set(target, (variants = new Map()));
    const variant = `${always}/${strictGroups}`;
    let found = variants.get(variant);
    if (!found) variants.set(variant, (found = search(target, schema, always, strictGroups, groups)));
    return found;
  };
}
