/** The first load: what travels, when the page answers to clicks, and whether it holds still. */
import { brotliCompressSync, constants } from 'node:zlib';
import { open, visit } from './browser.mjs';
import { median } from './figures.mjs';

/** What a server takes that compresses each page anew. */
const ON_THE_FLY = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const LOADS = 5;

/** Every request of the dashboard's first load with its bytes on the wire and what brotli would leave of them. */
export const traffic = (browser, base) =>
  visit(browser, base, {}, async (page, devtools) => {
    const requests = new Map();
    await devtools.send('Network.enable');
    devtools.on('Network.responseReceived', ({ requestId, response }) => requests.set(requestId, { response }));
    devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (requests.has(requestId)) requests.get(requestId).wire = encodedDataLength;
    });
    await open(page, '/tickets');
    await page.waitForLoadState('networkidle');
    // The stream of events never ends, and weighs nothing.
    const real = [...requests].filter(([, { response, wire }]) => response.url.startsWith('http') && wire !== undefined);
    return Promise.all(real.map(([id, request]) => weighed(devtools, id, request)));
  });

async function weighed(devtools, requestId, { response, wire = 0 }) {
  const { pathname } = new URL(response.url);
  const coding = Object.entries(response.headers).find(([name]) => name.toLowerCase() === 'content-encoding')?.[1] ?? '';
  const brotli = coding ? wire : await compressed(devtools, requestId, wire);
  return { path: pathname.replace(/^\/pkg\/[0-9a-f]+\//, ''), coding, wire, brotli };
}

/** The head of the answer stays as long as it is. */
async function compressed(devtools, requestId, wire) {
  const { body, base64Encoded } = await devtools.send('Network.getResponseBody', { requestId });
  const bytes = Buffer.from(body, base64Encoded ? 'base64' : 'utf8');
  return wire - bytes.length + brotliCompressSync(bytes, ON_THE_FLY).length;
}

/** Runs in the page before everything else. */
function watch() {
  const seen = (globalThis.benchSeen = { hydrated: 0, tasks: [], shift: 0 });
  const look = () => {
    if (document.documentElement.hasAttribute('data-hydrated')) seen.hydrated ||= performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-hydrated'] });
  const observe = (type, each) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  observe('longtask', ({ startTime, duration }) => seen.tasks.push({ startTime, duration }));
  observe('layout-shift', ({ value, hadRecentInput }) => {
    if (!hadRecentInput) seen.shift += value;
  });
}

const load = (browser, base, slow) =>
  visit(browser, base, { slow, script: watch }, async (page) => {
    await open(page, '/tickets');
    // Late shifts and the report of the last task.
    await page.waitForTimeout(500);
    const { hydrated, tasks, shift } = await page.evaluate(() => globalThis.benchSeen);
    const longest = Math.max(0, ...tasks.filter((task) => task.startTime < hydrated).map((task) => task.duration));
    return { hydrated, longest, shift };
  });

/** Medians of several first loads with the processor slowed down. */
export async function interactive(browser, base, slow) {
  const loads = [];
  for (let n = 0; n < LOADS; n++) loads.push(await load(browser, base, slow));
  const of = (name) => median(loads.map((one) => one[name]));
  return { hydrated: of('hydrated'), longest: of('longest'), shift: Math.max(...loads.map((one) => one.shift)) };
}
