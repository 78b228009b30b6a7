/** The roles of the field. Names follow the agencies' own acronyms: BKPSDM in a regency or city, BPSDM in a province. */
export const ROLES = [
  'civil-servant',
  'supervisor',
  'agency-planner',
  'bkpsdm-officer',
  'bpsdm-officer',
  'assessor',
  'trainer',
  'contingency-officer',
  'partner',
  'auditor',
  'operator',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * What an endpoint can ask for, `<what>:<act>`. `self:*` is a person's own data and needs no region or unit; all others
 * hold within the unit of the role that gives them.
 */
export const SCOPES = [
  'self:read',
  'self:write',
  'units:read',
  'units:write',
  'employees:read',
  'employees:write',
  'roster:import',
  'accounts:manage',
  'targets:read',
  'targets:write',
  'competency:read',
  'competency:write',
  'assessments:read',
  'assessments:write',
  'plans:read',
  'plans:write',
  'plans:approve',
  'plans:synchronise',
  'talent:read',
  'talent:write',
  'training:read',
  'training:write',
  'training:approve',
  'training:rules',
  'enrolments:write',
  'enrolments:approve',
  'teaching:write',
  'completions:write',
  'certificates:write',
  'evaluations:read',
  'evaluations:write',
  'hours:read',
  'hours:write',
  'hours:verify',
  'hours:rules',
  'contingency:read',
  'contingency:write',
  'contingency:activate',
  // Names of the people of plans and services.
  'contingency:people',
  // Recording what changes around plans; also for weather and other services that send it.
  'contingency:conditions',
  'reports:read',
  'reports:submit',
  'reports:approve',
  'reports:settings',
  'reports:rebuild',
  'budgets:write',
  'audit:read',
  'operations:read',
  'operations:manage',
] as const;
export type Scope = (typeof SCOPES)[number];

const OWN: readonly Scope[] = ['self:read', 'self:write', 'targets:read', 'training:read'];

const PERSONNEL_AGENCY: readonly Scope[] = [
  ...OWN,
  'units:read',
  'units:write',
  'employees:read',
  'employees:write',
  'roster:import',
  'targets:write',
  'competency:read',
  'competency:write',
  'assessments:read',
  'assessments:write',
  'plans:read',
  'plans:write',
  'plans:approve',
  'talent:read',
  'talent:write',
  'training:write',
  'training:approve',
  'training:rules',
  'enrolments:write',
  'enrolments:approve',
  'teaching:write',
  'completions:write',
  'certificates:write',
  'evaluations:read',
  'evaluations:write',
  'hours:read',
  'hours:write',
  'hours:verify',
  'hours:rules',
  'reports:read',
  'reports:submit',
  'reports:approve',
  'reports:settings',
  'budgets:write',
];

/** The rights of each role: the whole table, so that who may do what is read in one place. */
export const ROLE_SCOPES: Readonly<Record<Role, readonly Scope[]>> = {
  'civil-servant': OWN,
  supervisor: [
    ...OWN,
    'units:read',
    'employees:read',
    'competency:read',
    'plans:read',
    'plans:write',
    'enrolments:approve',
    'evaluations:write',
    'hours:read',
    'hours:verify',
  ],
  'agency-planner': [
    ...OWN,
    'units:read',
    'employees:read',
    'competency:read',
    'plans:read',
    'plans:write',
    'enrolments:write',
    'evaluations:read',
    'contingency:read',
    'contingency:write',
    'contingency:people',
    'hours:read',
    'reports:read',
    'reports:submit',
    'budgets:write',
  ],
  'bkpsdm-officer': PERSONNEL_AGENCY,
  'bpsdm-officer': [...PERSONNEL_AGENCY, 'plans:synchronise', 'hours:rules', 'reports:rebuild'],
  assessor: [...OWN, 'employees:read', 'competency:read', 'assessments:read', 'assessments:write'],
  trainer: [...OWN, 'teaching:write', 'completions:write'],
  'contingency-officer': [
    ...OWN,
    'units:read',
    'contingency:read',
    'contingency:write',
    'contingency:activate',
    'contingency:people',
    'contingency:conditions',
    'reports:read',
  ],
  partner: ['targets:read', 'targets:write', 'plans:read', 'training:read', 'evaluations:read', 'contingency:read'],
  auditor: [
    'audit:read',
    'targets:read',
    'reports:read',
    'operations:read',
    'hours:read',
    'training:read',
    'evaluations:read',
    'contingency:read',
  ],
  // Runs the system and sees its state, but no person's record.
  operator: ['operations:read', 'operations:manage', 'accounts:manage', 'reports:rebuild'],
};

export function isRole(text: string): text is Role {
  return (ROLES as readonly string[]).includes(text);
}

export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}
