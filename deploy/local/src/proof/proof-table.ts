import { figure } from '../progress/figures.js';
import type { OriginProof } from './federation-proof.js';
import { textTable } from './text-table.js';

const HEADINGS = [
  'Asal / Origin',
  'Penerima / Receiver',
  'terkirim / sent',
  'dikonfirmasi / confirmed',
  'diterima / received',
  'rantai / chain',
  'per / as of',
];

/** "sent n, confirmed n, received n of n, chain equal, as of hh:mm:ss", a line for each origin and receiver. */
export function proofTable(proofs: readonly OriginProof[]): string {
  const rows = proofs.map((proof) => [
    proof.origin,
    proof.receiver,
    figure(proof.sent),
    proof.confirmed === undefined ? '–' : figure(proof.confirmed),
    `${figure(proof.received)} dari/of ${figure(proof.receivedOf)}`,
    proof.chainEqual ? 'sama / equal' : 'BERBEDA / DIFFERENT',
    clock(proof.asOf),
  ]);
  return textTable(HEADINGS, rows);
}

/** Time of day where this machine is. */
export function clock(moment: Date): string {
  return moment.toLocaleTimeString('en-GB', { hour12: false });
}
