/** Writes what has run, how long it took and what needed a second try into the file that JOURNEYS_SUMMARY names. */
import { writeFileSync } from 'node:fs';
import type { FullConfig, FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';

/** How the table of `make test` calls the projects. */
const NAMES: Record<string, string> = {
  wide: 'Journeys, wide',
  phone: 'Journeys, phone',
  'wide-tall': 'Journeys, wide, tall fonts',
  'phone-tall': 'Journeys, phone, tall fonts',
};

export default class Summary implements Reporter {
  private root?: Suite;

  onBegin(_: FullConfig, root: Suite) {
    this.root = root;
  }

  onEnd({ duration }: FullResult) {
    const file = process.env.JOURNEYS_SUMMARY;
    if (!file || !this.root) return;
    const ran = this.root.allTests().filter((test) => test.outcome() !== 'skipped');
    const parts = this.root.suites.map((suite) => {
      const tests = suite.allTests().filter((test) => ran.includes(test));
      const name = suite.project()?.name ?? '';
      return { name: NAMES[name] ?? name, tests: tests.length, seconds: round(tests.reduce((sum, test) => sum + seconds(test), 0)) };
    });
    const slowest = [...ran].sort((a, b) => seconds(b) - seconds(a)).slice(0, 10);
    const summary = {
      seconds: round(duration / 1000),
      parts: parts.filter((part) => part.tests > 0),
      slowest: slowest.map((test) => ({ name: title(test), seconds: round(seconds(test)) })),
      retried: ran.filter((test) => test.outcome() === 'flaky').map(title),
      failed: ran.filter((test) => test.outcome() === 'unexpected').map(title),
    };
    writeFileSync(file, `${JSON.stringify(summary, null, 2)}\n`);
  }
}

/** Of all its tries. */
const seconds = (test: TestCase) => test.results.reduce((sum, result) => sum + result.duration, 0) / 1000;

const round = (value: number) => Math.round(value * 10) / 10;

const title = (test: TestCase) => test.titlePath().filter(Boolean).join(' › ');
