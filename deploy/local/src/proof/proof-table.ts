import { figure } from '../progress/figures.js';
import type { OriginProof } from './federation-proof.js';
import { textTable } from '../tables/text-table.js';

const HEADINGS = [
  'Asal / Origin',
  'Penerima / Receiver',
  'terkirim / sent',
  'dikonfirmasi / confirmed',
  'diterima / received',
  'rantai / chain',
  'per / as of',
];

/** Statements confirm facts, and are confirmed by the next ones. */
const UNDERWAY =
  '  * di jalan: pernyataan terbaru tentang ujung jalur dan tanda terima, bukan data / on their way: newest statements of heads and receipts, no data';

/** "sent n (+ what is on its way), confirmed n, received n of n, chain equal, as of hh:mm:ss", a line for each origin and receiver. */
export function proofTable(proofs: readonly OriginProof[]): string {
  const rows = proofs.map((proof) => [
    proof.origin,
    proof.receiver,
    `${figure(proof.sent)}${proof.statements > 0 ? ` +${figure(proof.statements)}*` : ''}`,
    proof.confirmed === undefined ? '–' : figure(proof.confirmed),
    `${figure(proof.received)} dari/of ${figure(proof.receivedOf)}`,
    proof.chainEqual ? 'sama / equal' : 'BERBEDA / DIFFERENT',
    clock(proof.asOf),
  ]);
  const note = proofs.some(({ statements }) => statements > 0) ? `${UNDERWAY}\n` : '';
  return `${textTable(HEADINGS, rows)}${note}`;
}

/** Time of day where this machine is. */
export function clock(moment: Date): string {
  return moment.toLocaleTimeString('en-GB', { hour12: false });
}
