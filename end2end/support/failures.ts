/** Says at the very end, in a few lines, what failed at which try: where only the end of a long log is kept, it is there. */
import type { FullConfig, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';

const COLOURS = /\u001b\[[0-9;]*m/g;

export default class Failures implements Reporter {
  private root?: Suite;

  onBegin(_: FullConfig, root: Suite) {
    this.root = root;
  }

  onEnd() {
    const lines = (this.root?.allTests() ?? []).flatMap((test) => test.results.filter(failed).flatMap((result) => describe(test, result)));
    if (lines.length > 0) console.log(`\n${lines.join('\n')}`);
  }
}

const failed = ({ status }: TestResult) => status === 'failed' || status === 'timedOut' || status === 'interrupted';

function describe(test: TestCase, { retry, duration, errors }: TestResult): string[] {
  const title = test.titlePath().filter(Boolean).join(' › ');
  const reasons = errors.map(({ message = '', location }) => {
    const said = message.replace(COLOURS, '').split('\n').filter((line) => line.trim());
    return `    ${said.slice(0, 5).join(' | ')}${location ? ` (line ${location.line})` : ''}`;
  });
  return [`  try ${retry + 1}, ${(duration / 1000).toFixed(1)} s: ${title}`, ...reasons];
}
