import type { Language } from '../errors/message-catalogue.js';

/** A document as people sign and file it (naskah dinas), free of how it is drawn. Texts come in the reader's language already. */
export interface DocumentModel {
  /** Name of the document in the reader's window. */
  readonly title: string;
  readonly language: Language;
  /** When it was issued: the file's own date, so that the same content gives the same bytes. */
  readonly issuedAt: Date;
  readonly orientation?: 'portrait' | 'landscape';
  /** Lines at the head of the first page (kop surat): the government, the agency, its address. */
  readonly letterhead?: readonly string[];
  readonly blocks: readonly DocumentBlock[];
  /** Stands beside the page number on every page, e.g. where the document can be verified. */
  readonly footer?: string;
}

export type DocumentBlock =
  | TitleBlock
  | HeadingBlock
  | ParagraphBlock
  | ListBlock
  | TableBlock
  | KeyValuesBlock
  | SignatureBlock
  | QrBlock
  | { readonly kind: 'page-break' };

/** The title in the middle, with the document's number below it. */
export interface TitleBlock {
  readonly kind: 'title';
  readonly text: string;
  readonly subtitle?: string;
  readonly number?: string;
}

export interface HeadingBlock {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3;
  readonly text: string;
}

export interface ParagraphBlock {
  readonly kind: 'paragraph';
  readonly text: string;
  readonly align?: 'left' | 'center' | 'justify';
  readonly bold?: boolean;
}

export interface ListBlock {
  readonly kind: 'list';
  readonly items: readonly string[];
  readonly numbered?: boolean;
}

export interface TableBlock {
  readonly kind: 'table';
  readonly columns: readonly TableColumn[];
  readonly rows: readonly (readonly string[])[];
  /** A last row in bold. */
  readonly totals?: readonly string[];
}

export interface TableColumn {
  readonly heading: string;
  /** Share of the width beside the other columns'; default 1. */
  readonly weight?: number;
  readonly align?: 'left' | 'right' | 'center';
}

export interface KeyValuesBlock {
  readonly kind: 'key-values';
  readonly entries: readonly (readonly [key: string, value: string])[];
}

/** One or more people who sign, side by side, the last at the right as custom has it. */
export interface SignatureBlock {
  readonly kind: 'signature';
  readonly signers: readonly Signer[];
}

export interface Signer {
  /** Place and date, e.g. `Kuala Kapuas, 2 Januari 2026`. */
  readonly placeAndDate?: string;
  /** The office in which the person signs (jabatan). */
  readonly position: string;
  readonly name: string;
  /** Grade, employee number or whatever stands below the name. */
  readonly below?: readonly string[];
}

export interface QrBlock {
  readonly kind: 'qr';
  /** What a reader finds in it, such as the address of a verification page. No personal data. */
  readonly content: string;
  readonly caption?: string;
}
