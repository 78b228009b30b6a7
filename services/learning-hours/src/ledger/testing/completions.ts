import { newId } from '@betang/contracts';
import type { BookedCompletion } from '../ledger-entry.js';
import type { CompletionFact } from '../record-completions.decision.js';

/** A completion of a self-study of one hour by nobody in particular, changed as a test needs it. */
export function completion(changes: Partial<BookedCompletion> = {}): BookedCompletion {
  const completedOn = changes.completedOn ?? '2026-03-02';
  return {
    completionId: newId(),
    employeeId: '00000000-0000-4000-8000-000000000001',
    title: 'Belajar Mandiri Penyusunan Laporan',
    organiser: 'BKPSDM Kabupaten Kapuas',
    pathCode: 'NKL09',
    scope: 'NATIONAL',
    quantityHundredths: 100,
    startedOn: changes.startedOn ?? completedOn,
    completedOn,
    certificateNumber: null,
    ...changes,
  };
}

export function factOf(changes: Partial<BookedCompletion> = {}): CompletionFact {
  return { eventId: newId(), completion: completion(changes) };
}
