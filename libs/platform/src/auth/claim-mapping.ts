import type { JWTPayload } from 'jose';
import type { Principal, RoleGrant } from './principal.js';
import { principalOf } from './principal-claims.js';
import { isRole } from './role-scopes.js';

/** Makes a principal of verified claims; undefined when they are not of the form agreed. */
export type ClaimReader = (claims: JWTPayload) => Principal | undefined;

/** How another OpenID provider tells roles. */
export interface ClaimMapping {
  /** The region that the services run for. */
  readonly region: string;
  /** `role=groups`, `region=…`, `unit=…`, `employee=…`: our notion and their claim; `a.b` reads b within a. */
  readonly claims: readonly string[];
  /** `theirs=ours`; without any their roles bear our names. */
  readonly roles: readonly string[];
}

/** What says in the unit claim that the roles hold in the whole region. */
const WHOLE_REGION = '*';

/**
 * Reads the claims of another OpenID provider by the operator's mapping. Nothing is guessed: a claim that the mapping names and the token lacks gives no role,
 * so that a lost unit never widens a right to the whole region. A program's own token is one whose subject is its client id; where the mapping names a region's
 * claim, the provider serves several, and a program of another one may do nothing here.
 */
export function claimReader(mapping: ClaimMapping): ClaimReader {
  const names = pairs(mapping.claims);
  if (names.size === 0) return principalOf;
  const roleNames = pairs(mapping.roles);
  return (claims) => {
    const own = claims.sub !== undefined && claims.sub === (claims['client_id'] ?? claims['azp']);
    const employee = textAt(claims, names.get('employee'));
    const isHere = !names.has('region') || textAt(claims, names.get('region')) === mapping.region;
    return principalOf({
      sub: claims.sub,
      kind: own ? 'service' : 'person',
      ...(own
        ? { scope: isHere ? claims['scope'] : '' }
        : { roles: grantsOf(claims, names, roleNames, mapping.region) }),
      ...(employee === undefined ? {} : { employee }),
      ...(typeof claims['sid'] === 'string' ? { sid: claims['sid'] } : {}),
    });
  };
}

function grantsOf(
  claims: JWTPayload,
  names: ReadonlyMap<string, string>,
  roleNames: ReadonlyMap<string, string>,
  home: string,
): RoleGrant[] {
  const region = names.has('region') ? textAt(claims, names.get('region')) : home;
  const unit = names.has('unit') ? textAt(claims, names.get('unit')) : WHOLE_REGION;
  if (region === undefined || unit === undefined) return [];
  return textsAt(claims, names.get('role')).flatMap((theirs): RoleGrant[] => {
    const role = roleNames.size === 0 ? theirs : roleNames.get(theirs);
    if (role === undefined || !isRole(role)) return [];
    return [unit === WHOLE_REGION ? { role, region } : { role, region, unit }];
  });
}

function pairs(list: readonly string[]): Map<string, string> {
  return new Map(list.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const));
}

/** A claim's name may itself contain dots (addresses do): the whole name goes before the path. */
function valueAt(claims: JWTPayload, name: string | undefined): unknown {
  if (name === undefined) return undefined;
  if (Object.hasOwn(claims, name)) return claims[name];
  return name
    .split('.')
    .reduce<unknown>(
      (at, part) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, part)
          ? (at as Record<string, unknown>)[part]
          : undefined,
      claims,
    );
}

function textAt(claims: JWTPayload, name: string | undefined): string | undefined {
  const value = valueAt(claims, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsAt(claims: JWTPayload, name: string | undefined): string[] {
  const value = valueAt(claims, name);
  if (typeof value === 'string') return value.split(' ');
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
