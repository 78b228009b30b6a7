// A Jest reporter that hands the counts to `npm test`. Jest's own --json gives up on a failure that holds a circular object.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

/** Writes `{ passed, failed, skipped: [names] }` into the file that `BETANG_TEST_COUNTS` names. */
export default class CountTests {
  constructor(globalConfig) {
    this.root = globalConfig.rootDir;
  }

  onRunComplete(_contexts, results) {
    // A suite that could not even be loaded holds no failed test, but counts as one.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const counts = {
      passed: results.numPassedTests,
      failed,
      skipped: results.testResults.flatMap((suite) => this.skippedOf(suite)),
    };
    writeFileSync(process.env.BETANG_TEST_COUNTS, JSON.stringify(counts));
  }

  skippedOf(suite) {
    const skipped = suite.testResults.filter(({ status }) => status === 'pending' || status === 'todo');
    return skipped.map(({ fullName }) => `${relative(this.root, suite.testFilePath)}: ${fullName}`);
  }
}
