/** A rule that a field of an input has the form of a pattern. */
export interface PatternRule {
  /** `NewAccountDto.loginName` */
  readonly field: string;
  readonly pattern: RegExp;
  /** It has a text or a code of its own. */
  readonly told: boolean;
}

interface Rule {
  readonly name?: string;
  readonly target: { readonly name?: string } | string;
  readonly propertyName: string;
  readonly constraints?: readonly unknown[];
  readonly message?: unknown;
  readonly context?: { readonly code?: string };
}

/** Where class-validator keeps the rules of all inputs of the process. */
interface Kept {
  readonly classValidatorMetadataStorage?: { readonly validationMetadatas: ReadonlyMap<unknown, readonly Rule[]> };
}

/** Of all inputs of the services in this process. */
export function patternsOfInputs(): PatternRule[] {
  const rules = [...((globalThis as Kept).classValidatorMetadataStorage?.validationMetadatas.values() ?? [])].flat();
  return rules.flatMap(({ name, target, propertyName, constraints, message, context }) => {
    const pattern = constraints?.[0];
    if (name !== 'matches' || !(pattern instanceof RegExp)) return [];
    const input = typeof target === 'string' ? target : (target.name ?? '?');
    return [{ field: `${input}.${propertyName}`, pattern, told: message !== undefined || context?.code !== undefined }];
  });
}
