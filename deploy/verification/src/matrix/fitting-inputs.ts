import { randomUUID } from 'node:crypto';
import { nameOf } from './agency-probe.js';
import type { RecordCall } from './record-calls.js';

const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** Files by the endpoint that takes them, where the list of people that is sent elsewhere does not fit. */
const FILES: readonly (readonly [ending: RegExp, content: string, name: string])[] = [
  [/\/(evidence|attachments)$/, PDF, 'bukti.pdf'],
  [/ unit-imports$/, 'Nama Unit Kerja;Unit Induk\nSubbagian Umum (rekaan);\n', 'unit.csv'],
];

/** Fields whose form no description tells: patterns, and rules between fields. */
const FIELDS: Readonly<Record<string, object>> = {
  'POST competency-mapping assessments/observations': { method: 'SUPERVISOR' },
  'POST competency-mapping dictionaries/:dictionaryId/publish': { successions: [] },
  'POST competency-mapping rules': { ruleVersion: 'contoh-1' },
  'POST contingency rules': { key: 'plan.validity', value: { months: 36 } },
  'POST identity me/one-time-codes/confirm': { code: '123456' },
  'POST identity retention/rules': { keep: 'P10Y' },
  'POST identity units/:unitId/split': { into: [{ name: 'Bidang A (rekaan)' }, { name: 'Bidang B (rekaan)' }] },
  'POST training-catalog equivalences': { otherProgrammeId: randomUUID() },
  'POST training-catalog me/check-ins': { code: '123456' },
  'POST training-catalog sessions/:sessionId/assignments': { rubric: [{ criterion: 'isi', maxPoints: 100 }] },
};

/** The call with an input that its endpoint takes for well-formed. */
export function fitted(call: RecordCall): RecordCall {
  if (call.form !== undefined) return { ...call, form: formOf(call) };
  // Lines of a reconciliation are numbered.
  const path = call.path.replace(/\/lines\/[0-9a-f-]{36}\/completion$/, '/lines/1/completion');
  return { ...call, path, body: { ...call.body, ...FIELDS[nameOf(call)] } };
}

function formOf({ endpoint, form }: RecordCall): FormData {
  const whole = new FormData();
  form!.forEach((value, name) => whole.append(name, value));
  const fitting = FILES.find(([ending]) => ending.test(nameOf({ endpoint })));
  if (fitting !== undefined) whole.set('file', new Blob([fitting[1]]), fitting[2]);
  return whole;
}
