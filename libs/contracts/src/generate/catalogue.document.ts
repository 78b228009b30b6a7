import type { EventContract } from '../definition/define-event.js';
import { SERVICE_NAMES } from '../envelope/service-name.js';
import { mustBeSealed } from '../definition/sealed.js';
import { RETENTION_DAYS, type SharedWith, type SharingRule } from '../sharing/sharing-rule.js';
import { channelsOf } from './channels.js';
import { fieldRows } from './field-table.js';
import { dataSchema, schemaFile } from '../schemas/json-schema.document.js';

const INTRO = `# Event catalogue

Generated from \`libs/contracts\` by \`npm run contracts:generate\`; do not edit. The same as [AsyncAPI 3.0](asyncapi.json), and one
[JSON Schema](schemas) a version. Receivers ignore fields they do not know. Learning hours are integer hundredths of a JP (jam pelajaran).

In subjects, \`{region}\` is the token of the origin (\`r6203\` for region 62.03) and \`{receiver}\` of the one region that may read. A
directed subject is neutral: it does not tell which event it carries. Each event on this page has its \`type\` as its title.`;

const AUDIENCES: Record<SharedWith, string> = {
  province: 'province',
  federation: 'province and all regions',
  directed: 'one region',
  each: 'said on each audience',
};
const CONSENT: Record<SharingRule['consent'], string> = {
  always: 'always: without it nothing can be exchanged',
  default: 'unless the region opts out of the purpose',
  'opt-in': 'only where the region opted in to the purpose',
};
const PERSONAL: Record<SharingRule['personalData'], string> = {
  none: 'none',
  pseudonym: 'pseudonym',
  encrypted: 'encrypted for the receiver',
};

/** The event catalogue for people: docs/events.md. */
export function catalogueDocument(contracts: readonly EventContract[]): string {
  const sections = [...SERVICE_NAMES, 'delivery' as const].flatMap((service) => {
    const own = contracts.filter((contract) => contract.definition.service === service);
    return own.length > 0 ? [section(service, own)] : [];
  });
  return `${[INTRO, ...sections].join('\n\n')}\n`;
}

function section(service: string, contracts: readonly EventContract[]): string {
  const title = service === 'delivery' ? 'Delivery: published by every service' : service;
  const table = markdownTable(
    ['event', 'version', 'when', 'subject', 'audience', 'purpose', 'legal basis', 'personal data', 'retention'],
    contracts.map(({ type, definition: d }) => [
      `[${d.name}](#${type.replaceAll('.', '')})`,
      String(d.version),
      d.description,
      d.subject,
      d.sharing ? AUDIENCES[d.sharing.audience] : 'stays in the region',
      d.sharing?.purpose ?? '',
      d.sharing?.legalBasis ?? '',
      d.sharing ? PERSONAL[d.sharing.personalData] : 'stays in the region',
      `${RETENTION_DAYS[d.retention]} days`,
    ]),
  );
  return [`## ${title}`, table, ...contracts.map(eventSection)].join('\n\n');
}

function eventSection(contract: EventContract): string {
  const { description, sharing, signed, lifts, subject } = contract.definition;
  const terms = [
    `NATS subject: ${channelsOf(contract)
      .map(({ address }) => `\`${address}\``)
      .join(', ')}`,
    `CloudEvents subject: the ${subject}; schema: [\`${contract.dataschema}\`](schemas/${schemaFile(contract)})`,
    ...(sharing ? [`Shared ${CONSENT[sharing.consent]} (\`${sharing.purpose}\`)`] : []),
    ...(mustBeSealed(contract)
      ? ['Sealed: on the way it is the body of a `betang.delivery.directed.v1`, and only the receiver can open it']
      : []),
    ...(signed ? ["Signed with the region's key"] : []),
    ...(lifts ? [`Lifts version ${lifts.contract.definition.version}`] : []),
  ];
  const fields = markdownTable(
    ['field', 'type', 'required', 'meaning'],
    fieldRows(dataSchema(contract)).map((row) => [
      `\`${row.field}\``,
      row.type,
      row.required ? 'yes' : 'no',
      row.description,
    ]),
  );
  return [`### ${contract.type}`, description, terms.map((term) => `- ${term}`).join('\n'), fields].join('\n\n');
}

function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
