import { FOLLOW_UPS, METHODS, STRATEGIES, type RuleKind } from './dated-rule.js';

export interface RuleProblem {
  readonly field: string;
  readonly code: 'rule.not-a-number' | 'rule.unknown-value' | 'rule.order' | 'rule.incomplete';
}

type Content = Readonly<Record<string, unknown>>;

const BOXES = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const WHOLE = 10_000;
const MOST_SCORE = 12_000;
/** Of two answers each of the two knows the other's. */
const LEAST_PEERS = 3;
const MOST_PEERS = 20;

/** What is wrong with the content of a rule, all of it; none when it may be put in force. */
export function ruleProblems(kind: RuleKind, content: Content): RuleProblem[] {
  const checks: Readonly<Record<RuleKind, (content: Content, to: Check) => void>> = {
    PROFILE: checkProfile,
    JOB_MATCH: checkJobMatch,
    NEEDS: checkNeeds,
    TALENT: checkTalent,
  };
  const check = new Check();
  checks[kind](content, check);
  return check.problems;
}

class Check {
  readonly problems: RuleProblem[] = [];

  integer(field: string, value: unknown, minimum: number, maximum: number): void {
    if (!Number.isInteger(value) || (value as number) < minimum || (value as number) > maximum)
      this.problems.push({ field, code: 'rule.not-a-number' });
  }

  rising(field: string, values: readonly unknown[]): void {
    if (values.some((value, index) => index > 0 && !((value as number) > (values[index - 1] as number))))
      this.problems.push({ field, code: 'rule.order' });
  }

  holds(field: string, code: RuleProblem['code'], condition: boolean): void {
    if (!condition) this.problems.push({ field, code });
  }
}

function partOf(value: unknown): Content {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Content) : {};
}

function checkProfile(content: Content, check: Check): void {
  check.holds(
    'content.strategy',
    'rule.unknown-value',
    (STRATEGIES as readonly unknown[]).includes(content['strategy']),
  );
  if (content['leastPeerAnswers'] !== undefined)
    check.integer('content.leastPeerAnswers', content['leastPeerAnswers'], LEAST_PEERS, MOST_PEERS);
  const methods = partOf(content['methods']);
  check.holds(
    'content.methods',
    'rule.incomplete',
    METHODS.every((method) => method in methods),
  );
  check.holds('content.methods', 'rule.unknown-value', Object.keys(methods).every(isMethod));
  for (const [name, value] of Object.entries(methods)) {
    const { months, weight, maxLevel, onlyRaises } = partOf(value);
    const field = `content.methods.${name}`;
    if (months !== null) check.integer(`${field}.months`, months, 1, 600);
    check.integer(`${field}.weight`, weight, 0, 1000);
    check.integer(`${field}.maxLevel`, maxLevel, 1, 5);
    check.holds(`${field}.onlyRaises`, 'rule.unknown-value', typeof onlyRaises === 'boolean');
  }
}

function isMethod(name: string): boolean {
  return (METHODS as readonly string[]).includes(name);
}

function checkJobMatch(content: Content, check: Check): void {
  for (const [type, percent] of Object.entries(partOf(content['technicalPercent'])))
    check.integer(`content.technicalPercent.${type}`, percent, 0, 100);
  for (const use of ['mapping', 'promotion']) checkEdges(`content.${use}`, partOf(content[use]), check);
}

function checkEdges(field: string, { upper, lower }: Content, check: Check): void {
  check.integer(`${field}.upper`, upper, 1, WHOLE);
  check.integer(`${field}.lower`, lower, 1, WHOLE);
  check.rising(field, [lower, upper]);
}

function checkNeeds(content: Content, check: Check): void {
  check.integer('content.hoursPerLevel', content['hoursPerLevel'], 0, 1_000_000);
  check.integer('content.rupiahPerLevel', content['rupiahPerLevel'], 0, 10_000_000_000);
  const steps = Array.isArray(content['urgencySteps']) ? (content['urgencySteps'] as unknown[]) : [];
  check.holds('content.urgencySteps', 'rule.incomplete', steps.length === 4);
  for (const step of steps) check.integer('content.urgencySteps', step, 0, 100);
  check.rising('content.urgencySteps', steps);
}

function checkTalent(content: Content, check: Check): void {
  for (const axis of ['performance', 'potential']) {
    const { middle, high } = partOf(content[axis]);
    check.integer(`content.${axis}.middle`, middle, 1, WHOLE);
    check.integer(`content.${axis}.high`, high, 1, WHOLE);
    check.rising(`content.${axis}`, [middle, high]);
  }
  const boxes = Array.isArray(content['boxes']) ? (content['boxes'] as unknown[]).flat() : [];
  check.holds('content.boxes', 'rule.incomplete', BOXES.every((box) => boxes.includes(box)) && boxes.length === 9);
  const pool = Array.isArray(content['poolBoxes']) ? (content['poolBoxes'] as unknown[]) : [];
  check.holds(
    'content.poolBoxes',
    'rule.unknown-value',
    pool.every((box) => BOXES.includes(box as number)),
  );
  for (const [word, score] of Object.entries(partOf(content['ratings']))) {
    check.holds(`content.ratings.${word}`, 'rule.unknown-value', /^[a-z0-9]{1,60}$/.test(word));
    check.integer(`content.ratings.${word}`, score, 0, MOST_SCORE);
  }
  for (const [box, followUps] of Object.entries(partOf(content['followUps'])))
    check.holds(
      `content.followUps.${box}`,
      'rule.unknown-value',
      BOXES.includes(Number(box)) && Array.isArray(followUps) && followUps.every(isFollowUp),
    );
}

function isFollowUp(code: unknown): boolean {
  return (FOLLOW_UPS as readonly unknown[]).includes(code);
}
