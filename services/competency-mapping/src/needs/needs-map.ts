import {
  Clock,
  ServiceDatabase,
  assertOnlyOrder,
  decodeCursor,
  pageOf,
  pageOfComputed,
  type ComputedList,
  type Language,
  type Page,
  type PageQuery,
} from '@betang/platform';
import { Injectable } from '@nestjs/common';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import type { DatedRule } from '../rules/dated-rule.js';
import { RuleBook } from '../rules/rule-book.js';
import {
  countWithGaps,
  loadGapFigures,
  loadPeopleWithGap,
  loadPlaceNames,
  loadRaised,
  loadServedTargets,
  type NeedFilter,
  type NeedLevel,
  type PersonWithGap,
} from './need-figures.js';
import { needOf, placesWithoutFigures, raisedAt, type Need } from './need.decision.js';
import { takesText, urgencyText } from './need.texts.js';
import type { NeedsQuery, NeedTotalsView, NeedView } from './need.dto.js';

export type PlacedNeed = Need & { readonly placeId: string | null; readonly placeName: string | null };

const NEEDS: ComputedList<PlacedNeed> = {
  sorts: {
    priority: ({ priority }) => priority,
    urgency: ({ urgency }) => urgency,
    people: ({ withGap }) => withGap,
    rupiah: ({ rupiah }) => rupiah,
    competency: ({ code }) => code,
  },
  defaultSort: '-priority',
  key: keyOf,
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

  /** Most needed first; competencies without a gap and without a finding are left out. */
  async needs(level: NeedLevel, filter: NeedFilter): Promise<PlacedNeed[]> {
    const { content: rule } = await this.rule();
    const { competencies } = await this.contexts.load();
    const targets = await loadServedTargets(this.database);
    const raised = await loadRaised(this.database, filter);
    const rows = await loadGapFigures(this.database, level, filter);
    const found = placesWithoutFigures(rows, raised, level);
    const names = await loadPlaceNames(
      this.database,
      found.map(({ placeId }) => placeId),
    );
    const none = { people: 0, assessed: 0, withGap: 0, deficit: 0 };
    const beside = found.map((place) => ({ ...place, ...none, placeName: names.get(place.placeId ?? '') ?? null }));
    return [...rows, ...beside]
      .map(({ placeId, placeName, ...figures }): PlacedNeed => {
        const own = raisedAt(raised, level, placeId).filter(({ code }) => code === figures.code);
        const need = needOf(figures, targets.get(figures.code) ?? [], own, rule);
        const because = competencies.has(figures.code) ? need.because : [...need.because, 'NOT_IN_DICTIONARY' as const];
        return { ...need, because, placeId, placeName };
      })
      .filter(({ withGap, raised: findings }) => withGap > 0 || findings > 0)
      .sort((a, b) => b.priority - a.priority || b.urgency - a.urgency || compareKeys(keyOf(a), keyOf(b)));
  }

  /** The rule that says what closing a gap takes today. */
  rule(): Promise<DatedRule<'NEEDS'>> {
    return this.rules.getInForce(this.database, 'NEEDS', this.clock.today());
  }

  async page(
    query: NeedsQuery,
    filter: NeedFilter,
    language: Language,
  ): Promise<Page<NeedView> & { readonly totals: NeedTotalsView }> {
    const { competencies } = await this.contexts.load();
    const rule = await this.rule();
    const rows = (await this.needs(query.by, filter)).filter(
      (need) =>
        (query.group === undefined || competencies.get(need.code)?.group === query.group) &&
        (query.targetId === undefined || need.targets.some(({ targetId }) => targetId === query.targetId)) &&
        need.urgency >= (query.urgency ?? 1),
    );
    const totals = await this.totals(rows, filter, rule);
    const { items, ...page } = pageOfComputed(rows, NEEDS, orderOf(query));
    return { ...page, items: items.map((need) => needView(need, competencies, rule, language)), totals };
  }

  /** What closing all of these gaps takes; a person with several gaps counts once. */
  private async totals(
    needs: readonly PlacedNeed[],
    filter: NeedFilter,
    rule: DatedRule<'NEEDS'>,
  ): Promise<NeedTotalsView> {
    const sum = (read: (need: PlacedNeed) => number) => needs.reduce((total, need) => total + read(need), 0);
    const codes = [...new Set(needs.map(({ code }) => code))];
    return {
      ...(await countWithGaps(this.database, codes, filter)),
      deficit: sum(({ deficit }) => deficit),
      hours: sum(({ hours }) => hours),
      rupiah: sum(({ rupiah }) => rupiah),
      ruleVersion: rule.ruleVersion,
      ruleFrom: rule.validFrom,
      legalBasis: rule.legalBasis,
    };
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
  rule: DatedRule<'NEEDS'>,
  language: Language,
): NeedView {
  const competency = competencies.get(need.code);
  return {
    ...need,
    name: (language === 'en' ? competency?.nameEn : competency?.nameId) ?? need.code,
    group: competency?.group ?? 'TECHNICAL',
    because: need.because.map((reason) => ({ reason, text: urgencyText(reason, need, rule, language) })),
    takes: takesText(need, rule, language),
  };
}

/** `priority` has always meant the most needed first. */
function orderOf<T extends PageQuery>(query: T): PageQuery {
  const { limit, cursor, sort } = query;
  return {
    limit,
    ...(cursor === undefined ? {} : { cursor }),
    sort: sort === undefined || sort === 'priority' ? '-priority' : sort,
  };
}

function keyOf({ placeId, code }: PlacedNeed): string {
  return `${placeId ?? ''}/${code}`;
}

function compareKeys(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
