import {
  ServiceDatabase,
  assertOnlyOrder,
  decodeCursor,
  pageOf,
  type Language,
  type Page,
  type PageQuery,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { RuleBook } from '../rules/rule-book.js';
import {
  loadGapFigures,
  loadPeopleWithGap,
  loadRaised,
  loadServedTargets,
  type NeedFilter,
  type NeedLevel,
  type PersonWithGap,
} from './need-figures.js';
import { needOf, type Need, type UrgencyReason } from './need.decision.js';
import type { NeedsQuery, NeedView } from './need.dto.js';

type PlacedNeed = Need & { readonly placeId: string | null; readonly placeName: string | null };

const REASONS: Readonly<Record<UrgencyReason, Readonly<Record<Language, string>>>> = {
  SHARE: { id: 'Bagian pegawai yang memiliki kesenjangan.', en: 'The share of the people with a gap.' },
  TARGET: { id: 'Menunjang sasaran pembangunan yang berbobot.', en: 'It serves a weighty development target.' },
  RAISED: { id: 'Ada temuan gladi atau forum yang berat.', en: 'A drill or forum found it badly lacking.' },
  LITTLE_ASSESSED: {
    id: 'Kurang dari separuh pegawai sudah dinilai; angkanya sementara.',
    en: 'Less than half of the people are assessed; the figure is provisional.',
  },
  NO_TARGET: { id: 'Belum dikaitkan dengan sasaran pembangunan.', en: 'It is tied to no development target yet.' },
};

/** The map of competency needs (peta kebutuhan kompetensi) of the region, its agencies or its units. */
@Injectable()
export class NeedsMap {
  constructor(
    private readonly database: ServiceDatabase,
    private readonly contexts: MappingContexts,
    private readonly rules: RuleBook,
    private readonly clock: Clock,
  ) {}

  /** Most needed first; needs without a gap are left out. */
  async needs(level: NeedLevel, filter: NeedFilter): Promise<PlacedNeed[]> {
    const rule = await this.rules.getInForce(this.database, 'NEEDS', this.clock.today());
    const targets = await loadServedTargets(this.database);
    const raised = await loadRaised(this.database, filter);
    const rows = await loadGapFigures(this.database, level, filter);
    return rows
      .map(({ placeId, placeName, ...figures }) => {
        const own = raised.filter(({ code }) => code === figures.code);
        return { ...needOf(figures, targets.get(figures.code) ?? [], own, rule.content), placeId, placeName };
      })
      .filter(({ withGap, raised: findings }) => withGap > 0 || findings > 0)
      .sort((a, b) => b.priority - a.priority || compareKeys(keyOf(a), keyOf(b)));
  }

  async page(query: NeedsQuery, filter: NeedFilter, language: Language): Promise<Page<NeedView>> {
    const [priority, key] = decodeCursor(query.cursor, 2) ?? [];
    const { competencies } = await this.contexts.load();
    const rows = (await this.needs(query.by, filter)).filter(
      (need) =>
        (query.group === undefined || competencies.get(need.code)?.group === query.group) &&
        (query.targetId === undefined || need.targets.some(({ targetId }) => targetId === query.targetId)) &&
        need.urgency >= (query.urgency ?? 1),
    );
    const after = rows.filter(
      (need) =>
        priority === undefined ||
        need.priority < Number(priority) ||
        (need.priority === Number(priority) && compareKeys(keyOf(need), String(key)) > 0),
    );
    const page = pageOf(after.slice(0, query.limit + 1), query.limit, (need) => [need.priority, keyOf(need)]);
    return { ...page, items: page.items.map((need) => needView(need, competencies, language)) };
  }

  async people(code: string, query: PageQuery, filter: NeedFilter): Promise<Page<PersonWithGap>> {
    assertOnlyOrder(query, 'name');
    const [name, employeeId] = decodeCursor(query.cursor, 2) ?? [null, null];
    const after = [name as string | null, employeeId as string | null] as const;
    const rows = await loadPeopleWithGap(this.database, code, filter, after, query.limit + 1);
    return pageOf(rows, query.limit, (row) => [row.name, row.employeeId]);
  }
}

function needView(
  need: PlacedNeed,
  competencies: ReadonlyMap<string, DictionaryCompetency>,
  language: Language,
): NeedView {
  const competency = competencies.get(need.code);
  return {
    ...need,
    name: (language === 'en' ? competency?.nameEn : competency?.nameId) ?? need.code,
    group: competency?.group ?? 'TECHNICAL',
    because: need.because.map((reason) => ({ reason, text: REASONS[reason][language] })),
  };
}

function keyOf({ placeId, code }: PlacedNeed): string {
  return `${placeId ?? ''}/${code}`;
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
