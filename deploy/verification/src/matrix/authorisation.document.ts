import { ROLES, ROLE_SCOPES, type Endpoint, type Role } from '@betang/platform';

const SHORT: Readonly<Record<Role, string>> = {
  'civil-servant': 'ASN',
  supervisor: 'SPV',
  'agency-planner': 'PLN',
  'bkpsdm-officer': 'BKP',
  'bpsdm-officer': 'BPS',
  assessor: 'ASR',
  trainer: 'TRN',
  'contingency-officer': 'CON',
  partner: 'PTN',
  auditor: 'AUD',
  operator: 'OPR',
};

/** docs/authorisation.md: who may call what, made from the endpoints' own declarations and the table of roles. */
export function authorisationDocument(endpoints: readonly Endpoint[]): string {
  const services = [...new Set(endpoints.map(serviceOf))].sort();
  return [
    '# Authorisation',
    '',
    'Who may call which endpoint. Made from what each endpoint declares (`@Requires`, `@Public`) and from the table of roles',
    '(`libs/platform/src/auth/role-scopes.ts`); the test `deploy/verification/src/matrix` calls every endpoint as every role and compares.',
    'To write it anew: `BETANG_WRITE_DOCS=1 npm test -- deploy/verification/src/matrix`.',
    '',
    'A role counts in the region that gave it, and within its unit where it has one: **a role of another region opens nothing**, not even for a',
    'province in its regencies. The table says whether a role may call an endpoint at all; on which records, each endpoint decides by the unit',
    'of the record (`assertMayActOn`, `unitsOf`). Not granted is answered by 401 or 403 before anything of the request is looked at.',
    '',
    '| | role |',
    '|---|---|',
    ...ROLES.map((role) => `| ${SHORT[role]} | ${role} |`),
    '',
    ...services.flatMap((service) =>
      sectionOf(
        service,
        endpoints.filter((one) => serviceOf(one) === service),
      ),
    ),
  ].join('\n');
}

function sectionOf(service: string, endpoints: readonly Endpoint[]): string[] {
  return [
    `## ${service}`,
    '',
    `| endpoint | right | ${ROLES.map((role) => SHORT[role]).join(' | ')} |`,
    `|---|---|${ROLES.map(() => '---').join('|')}|`,
    ...endpoints.map(rowOf),
    '',
  ];
}

function rowOf({ method, path, access }: Endpoint): string {
  const right = access === undefined ? '**none**' : 'public' in access ? 'everyone' : `\`${access.scope}\``;
  const granted = ROLES.map((role) => (mayCall(role, access) ? '✓' : ''));
  return `| \`${method} ${path}\` | ${right} | ${granted.join(' | ')} |`;
}

/** What the declaration and the table of roles say. */
export function mayCall(role: Role, access: Endpoint['access']): boolean {
  if (access === undefined) return false;
  return 'public' in access || ROLE_SCOPES[role].includes(access.scope);
}

function serviceOf({ path }: Endpoint): string {
  return /^\/api\/([a-z-]+)\/v1(\/|$)/.exec(path)?.[1] ?? 'process';
}
