import { RegionConfig, findMessage, type Language, type SqlClient } from '@betang/platform';
import { Injectable } from '@nestjs/common';
import { loadNames } from '../dictionary/dictionary-store.js';
import type { DictionaryCompetency } from '../dictionary/dictionary.js';
import { MappingContexts } from '../profiles/mapping-context.js';
import { loadSources, type LineSource } from './line-sources.js';
import { loadKnownTargets, type KnownTarget } from '../targets/known-targets.js';
import { servedTargetProblem, type ServedTargetProblem } from '../targets/served-target.decision.js';
import { indicatorsOfYear, lineProblems, type LineProblem } from './line-problems.decision.js';
import type { PlanLineView } from './plan-line.dto.js';
import type { PlanLine } from './plan.js';

/** A line with what it serves and what stands against it. */
export interface ServingLine {
  readonly line: PlanLine;
  readonly competency: Pick<DictionaryCompetency, 'nameId' | 'nameEn'> | undefined;
  readonly target: KnownTarget | undefined;
  readonly problems: readonly LineProblem[];
  readonly source: LineSource | undefined;
}

/** Looks up what lines of plans name: competency, development target with its indicators, and what keeps a line from being validated. */
@Injectable()
export class LineViews {
  constructor(
    private readonly contexts: MappingContexts,
    private readonly config: RegionConfig,
  ) {}

  async serving(db: SqlClient, lines: readonly PlanLine[]): Promise<ServingLine[]> {
    const { competencies, currentCodes } = await this.contexts.load(db);
    const targets = await loadKnownTargets(
      db,
      lines.map(({ developmentTargetId }) => developmentTargetId),
    );
    // A code of an earlier dictionary keeps the name that it had.
    const former = await loadNames(
      db,
      lines.flatMap(({ competencyCode }) => (competencies.has(competencyCode) ? [] : [competencyCode])),
    );
    const taken = lines.filter(({ sourceLineId }) => sourceLineId !== null).map(({ lineId }) => lineId);
    const sources = await loadSources(db, taken, currentCodes);
    const surroundings = { region: this.config.region, targets, competencies };
    return lines.map((line) => ({
      line,
      competency: competencies.get(line.competencyCode) ?? former.get(line.competencyCode),
      target: line.developmentTargetId === null ? undefined : targets.get(line.developmentTargetId),
      problems: lineProblems(line, surroundings),
      source: sources.get(line.lineId),
    }));
  }

  /** What keeps a line of a year from serving a target; undefined: nothing. */
  async targetProblem(db: SqlClient, targetId: string, year: number): Promise<ServedTargetProblem | undefined> {
    const targets = await loadKnownTargets(db, [targetId]);
    return servedTargetProblem(targets.get(targetId), { region: this.config.region, year });
  }

  async views(db: SqlClient, lines: readonly PlanLine[], language: Language): Promise<PlanLineView[]> {
    return (await this.serving(db, lines)).map((serving) => this.viewOf(serving, language));
  }

  viewOf({ line, competency, target, problems, source }: ServingLine, language: Language): PlanLineView {
    return {
      ...line,
      competencyName: (language === 'en' ? competency?.nameEn : competency?.nameId) ?? line.competencyCode,
      developmentTarget: target ? this.targetOf(target, line.year) : null,
      problems: problems.map((code) => ({ code, text: findMessage(language, `field.${code}`) ?? code })),
      source: source ?? null,
    };
  }

  private targetOf(
    { targetId, region, kind, code, title, indicators }: KnownTarget,
    year: number,
  ): PlanLineView['developmentTarget'] {
    const place = { region: region ?? this.config.region, kind, code, title };
    return { targetId, ...place, indicators: indicatorsOfYear(indicators, year) };
  }
}
