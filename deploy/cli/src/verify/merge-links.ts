import type { ChainLink, ChainLinkPage } from '@betang/messaging';
import type { HeldLink } from './line-check.js';

/** Where links of a line come from, page by page: an archive, or the outbox of this region. */
export interface LinkSource {
  readonly holder: string;
  readonly isOutbox: boolean;
  /** Nothing behind this position is asked for: it may have come meanwhile. */
  readonly through: number;
  readonly page: (after: number) => Promise<ChainLinkPage>;
}

/** Everything that is held, position by position in their order; of each source one page is in memory. Archives stand before the outbox. */
export async function* mergeLinks(
  sources: readonly LinkSource[],
  after: number,
): AsyncGenerator<{ readonly position: number; readonly held: readonly HeldLink[] }> {
  const readers = [...sources]
    .sort((a, b) => Number(a.isOutbox) - Number(b.isOutbox))
    .map((source) => ({ source, links: linksOf(source, after), next: undefined as ChainLink | undefined }));
  const advance = async (reader: (typeof readers)[number]) => {
    const { value } = (await reader.links.next()) as { value: ChainLink | undefined };
    reader.next = value;
  };
  for (const reader of readers) await advance(reader);
  for (;;) {
    const position = Math.min(...readers.map(({ next }) => next?.position ?? Infinity));
    if (position === Infinity) return;
    const held: HeldLink[] = [];
    for (const reader of readers)
      for (; reader.next?.position === position; await advance(reader)) {
        const { holder, isOutbox } = reader.source;
        held.push({ holder, isOutbox, link: reader.next });
      }
    yield { position, held };
  }
}

async function* linksOf({ page, through }: LinkSource, after: number): AsyncGenerator<ChainLink> {
  for (let from: number | null = after; from !== null;) {
    const { links, next }: ChainLinkPage = await page(from);
    for (const link of links) {
      if (link.position > through) return;
      yield link;
    }
    from = next;
  }
}
