// report.mjs RESULTS JUNIT — prints what `make test` ran: parts, tests and seconds, the ten slowest tests, second tries, failures.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [results, junit] = process.argv.slice(2);

/** What .make/test notes of each part. */
function parts() {
  const file = join(results, 'parts.tsv');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return lines.map((line) => {
    const [name, seconds, code] = line.split('\t');
    return { name, seconds: Number(seconds), failed: code !== '0' };
  });
}

/** From the report of cargo nextest; without nextest there are no single times. */
function rustTests() {
  if (!existsSync(junit)) return [];
  const cases = readFileSync(junit, 'utf8').matchAll(/<testcase name="([^"]*)" classname="([^"]*)"[^>]* time="([\d.]+)"(?:\/>|>([^]*?)<\/testcase>)/g);
  return [...cases].map(([, name, crate, time, inside = '']) => ({
    name: `${crate} ${name}`,
    seconds: Number(time),
    failed: /<(failure|error)\b/.test(inside),
  }));
}

/** What end2end/support/summary.ts writes of each run of the journeys. */
function journeys() {
  const files = existsSync(results) ? readdirSync(results).filter((name) => name.endsWith('.json')) : [];
  return files.map((name) => ({ part: name.slice(0, -'.json'.length), ...JSON.parse(readFileSync(join(results, name), 'utf8')) }));
}

const ran = parts();
const rust = rustTests();
const browser = journeys();
const failed = [...rust.filter(({ failed }) => failed).map(({ name }) => name), ...browser.flatMap(({ failed }) => failed)];
const count = (name) => (name === 'Rust tests' ? rust.length : browser.filter(({ part }) => part === name).reduce((sum, { parts }) => sum + tests(parts), 0));
const tests = (parts) => parts.reduce((sum, { tests }) => sum + tests, 0);
const all = rust.length + browser.reduce((sum, { parts }) => sum + tests(parts), 0);

const row = (name, tests, seconds, note = '') => console.log(`  ${name.padEnd(44)} ${String(tests || '').padStart(6)} ${String(Math.round(seconds)).padStart(8)}${note}`);
console.log(`\n  ${'part'.padEnd(44)} ${'tests'.padStart(6)} ${'seconds'.padStart(8)}`);
for (const { name, seconds, failed } of ran) {
  row(name, count(name), seconds, failed ? '  FAILED' : '');
  // Of the workers together, so these are more than the part took.
  for (const { parts } of browser.filter(({ part }) => part === name)) for (const part of parts) row(`  ${part.name}`, part.tests, part.seconds);
}
row('all', all, ran.reduce((sum, { seconds }) => sum + seconds, 0));

console.log('\n  The ten slowest tests, in seconds:');
const slowest = [...rust, ...browser.flatMap(({ slowest }) => slowest)].sort((a, b) => b.seconds - a.seconds);
for (const { name, seconds } of slowest.slice(0, 10)) console.log(`  ${seconds.toFixed(1).padStart(7)}  ${name}`);
if (rust.length === 0) console.log('  (install cargo-nextest to time Rust tests individually)');

const list = (title, names) => console.log([`\n  ${title}: ${names.length || 'none'}`, ...names.map((name) => `    ${name}`)].join('\n'));
list('Needed a second try', browser.flatMap(({ retried }) => retried));
list('Failed', [...failed, ...ran.filter(({ failed, name }) => failed && count(name) === 0).map(({ name }) => name)]);
console.log(`\n${all - failed.length} passed, ${failed.length} failed`);
