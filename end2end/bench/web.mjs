/** `make bench-web`: what the dashboard costs in a browser. BASE_URL is where it is served; the argument is where to write. */
import { writeFileSync } from 'node:fs';
import { launch } from './browser.mjs';
import { filtering, sorting } from './clicks.mjs';
import { interactive, traffic } from './loading.mjs';
import { kept } from './memory.mjs';
import { table } from './table.mjs';

/** How much slower than this machine the slow ones are. */
const SLOW = 4;

/** The server starts beside this script; a fresh one is up within moments. */
const START_MAX = 60_000;

async function up(base) {
  for (const until = Date.now() + START_MAX; Date.now() < until; ) {
    const answer = await fetch(`${base}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error(`nothing is ready at ${base}`);
}

const base = process.env.BASE_URL ?? 'http://localhost:3000';
await up(base);
const browser = await launch();
try {
  const measured = {
    slow: SLOW,
    requests: await traffic(browser, base),
    interactive: await interactive(browser, base, SLOW),
    clicks: [
      ['sort', await sorting(browser, base, 1)],
      [`sort, ${SLOW} times slower`, await sorting(browser, base, SLOW)],
      ['filter', await filtering(browser, base, 1)],
      [`filter, ${SLOW} times slower`, await filtering(browser, base, SLOW)],
    ],
    memories: await kept(browser, base),
  };
  const text = table(measured);
  console.log(`\n${text}`);
  const place = process.argv[2];
  if (place) writeFileSync(place, text);
} finally {
  await browser.close();
}
