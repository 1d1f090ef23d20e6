/**
 * A Vitest reporter that writes down what `npm test` sums up: counts, the skipped tests with their
 * reasons, and whatever went wrong outside a test. Where to: TABKEEPER_REPORT.
 */
import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

export interface Report {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

export default class SumReporter implements Reporter {
  /** To whoever waits for the run: it goes on. */
  onTestCaseResult(): void {
    process.send?.('result');
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env['TABKEEPER_REPORT'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(sum(modules, unhandled)));
  }
}

function sum(modules: readonly TestModule[], unhandled: readonly SerializedError[]): Report {
  let passed = 0;
  const failed = unhandled.map((error) => `outside a test: ${error.message}`);
  const skipped: string[] = [];
  for (const module of modules) {
    for (const error of module.errors())
      failed.push(`${module.relativeModuleId}: ${error.message}`);
    for (const suite of module.children.allSuites()) {
      for (const error of suite.errors()) failed.push(`${suite.fullName}: ${error.message}`);
    }
    for (const test of module.children.allTests()) {
      const result = test.result();
      if (result.state === 'passed') passed += 1;
      else if (result.state === 'failed') failed.push(test.fullName);
      else {
        const note = 'note' in result && result.note !== undefined ? ` (${result.note})` : '';
        skipped.push(`${test.fullName}${note}`);
      }
    }
  }
  return { passed, failed, skipped };
}
