import { CalendarDate } from '@betang/asn';
import type { DocumentBlock, DocumentModel, Language } from '@betang/platform';
import { documentText, type DocumentText } from '../plans/plan-document.texts.js';
import { lastDayOf } from './commitment-lines.decision.js';
import './commitment-document.texts.js';
import type { Commitment, CommitmentLine, Partner } from './partner-rows.js';

export interface CommitmentDocumentInput {
  readonly commitment: Commitment;
  readonly partner: Partner;
  readonly lines: readonly CommitmentLine[];
  readonly planTitle: string;
  /** Name of the unit that leads the plan. */
  readonly leadUnit: string;
  readonly region: string;
  readonly language: Language;
}

/** A commitment sheet (lembar komitmen) as both sides sign it; dated by its signing, so that the same sheet gives the same bytes. */
export function commitmentDocument(input: CommitmentDocumentInput): DocumentModel {
  const { commitment, partner, planTitle, leadUnit, region, language } = input;
  const text = documentText(language);
  const day = (iso: string) => CalendarDate.parse(iso).format(language);
  const { sheetNumber, signedOn, signedBy, validUntil } = commitment;
  return {
    title: `${text('commitment-title', {})} ${sheetNumber}`,
    language,
    issuedAt: new Date(`${signedOn}T00:00:00Z`),
    letterhead: [region.toUpperCase()],
    blocks: [
      { kind: 'title', text: text('commitment-title', {}), subtitle: planTitle, number: sheetNumber },
      {
        kind: 'paragraph',
        text: text('commitment-opening', { name: partner.name, plan: planTitle }),
        align: 'justify',
      },
      {
        kind: 'key-values',
        entries: [
          [text('commitment-partner', {}), partner.name],
          [text('commitment-kind', {}), text(`commitment-kind-${partner.kind.toLowerCase()}`, {})],
          [text('column-task', {}), partner.task],
          [text('commitment-contact', {}), partner.contact ?? '-'],
          [text('valid', {}), `${day(signedOn)} - ${day(validUntil)}`],
        ],
      },
      ...linesBlock(input, text, day),
      { kind: 'paragraph', text: text('commitment-closing', {}), align: 'justify' },
      {
        kind: 'signature',
        signers: [
          { position: leadUnit, name: '' },
          { placeAndDate: day(signedOn), position: `${signedBy}, ${partner.name}`, name: '' },
        ],
      },
    ],
    footer: sheetNumber,
  };
}

/** What the partner gives, line by line; a sheet without lines promises a task alone. */
function linesBlock(
  { commitment, lines, language }: CommitmentDocumentInput,
  text: DocumentText,
  day: (iso: string) => string,
): DocumentBlock[] {
  if (lines.length === 0) return [{ kind: 'paragraph', text: text('commitment-task-alone', {}) }];
  return [
    { kind: 'heading', level: 2, text: text('commitment-gives', {}) },
    {
      kind: 'table',
      columns: [
        { heading: text('column-item', {}), weight: 3 },
        { heading: text('column-quantity', {}), align: 'right' },
        { heading: text('column-unit', {}) },
        { heading: text('column-place', {}), weight: 2 },
        { heading: text('column-from', {}), weight: 2 },
        { heading: text('column-until', {}), weight: 2 },
      ],
      rows: lines.map((line) => [
        line.item,
        line.quantity.toLocaleString(language),
        line.unit,
        line.place ?? '-',
        day(line.availableFrom),
        day(lastDayOf(line, commitment)),
      ]),
    },
  ];
}
