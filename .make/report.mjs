// report.mjs RESULTS JUNIT — prints what `make test` ran: parts, tests and seconds, the ten slowest tests, second tries, failures.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [results, junit] = process.argv.slice(2);
const lines = (file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []);

const parts = lines(join(results, 'parts.tsv')).map((line) => {
  const [name, seconds, code] = line.split('\t');
  return { name, seconds: Number(seconds), failed: code !== '0' };
});
const tests = [...rustTests(), ...journeys()];

/** From the report of cargo nextest; without nextest there are no single times. */
function rustTests() {
  if (!existsSync(junit)) return [];
  const cases = readFileSync(junit, 'utf8').matchAll(/<testcase name="([^"]*)" classname="([^"]*)"[^>]* time="([\d.]+)"(\/>|>([^]*?)<\/testcase>)/g);
  return [...cases].map(([, name, crate, time, , inside = '']) => ({
    part: 'Rust tests',
    name: `${crate} ${name}`,
    seconds: Number(time),
    failed: /<(failure|error)\b/.test(inside),
    retried: /<(flakyFailure|rerunFailure)\b/.test(inside),
  }));
}

/** From what support/summary.ts leaves for each run of the journeys. */
function journeys() {
  const files = readdirSync(results).filter((name) => name.endsWith('.json'));
  return files.flatMap((name) => JSON.parse(readFileSync(join(results, name), 'utf8')));
}

const of = (part) => tests.filter((test) => test.part === part);
const row = (name, count, seconds, note = '') => console.log(`  ${name.padEnd(44)} ${String(count).padStart(6)} ${String(Math.round(seconds)).padStart(8)}${note}`);
console.log(`\n  ${'part'.padEnd(44)} ${'tests'.padStart(6)} ${'seconds'.padStart(8)}`);
for (const { name, seconds, failed } of parts) row(name, of(name).length || '', seconds, failed ? '  FAILED' : '');
row('all', tests.length, parts.reduce((sum, { seconds }) => sum + seconds, 0));

console.log('\n  The ten slowest tests, in seconds:');
for (const { name, seconds } of [...tests].sort((a, b) => b.seconds - a.seconds).slice(0, 10)) console.log(`  ${seconds.toFixed(1).padStart(7)}  ${name}`);

const list = (title, some) => {
  console.log(`\n  ${title}: ${some.length || 'none'}`);
  for (const { name } of some) console.log(`    ${name}`);
};
list('Needed a second try', tests.filter(({ retried }) => retried));
const failed = tests.filter(({ failed }) => failed);
list('Failed', failed);
console.log(`\n${tests.length - failed.length} passed, ${failed.length} failed`);
