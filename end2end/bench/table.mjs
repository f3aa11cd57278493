/** The measurements as Markdown. */

const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const milliseconds = (time) => `${time.toFixed(Number.isInteger(time) || time > 200 ? 0 : 1)} ms`;

/** A row with its value, and a cross when it lies over its aim. */
function row(name, value, { shown, aim, unit }) {
  const missed = aim !== undefined && value > aim ? ' ✗' : '';
  return `| ${name} | ${shown}${missed} | ${aim === undefined ? '–' : `≤ ${unit(aim)}`} |`;
}

const sum = (requests, name) => requests.reduce((total, request) => total + request[name], 0);

function loading(requests, { hydrated, longest, shift }, slow) {
  const [wire, brotli] = [sum(requests, 'wire'), sum(requests, 'brotli')];
  return [
    row('first load, bytes on the wire', wire, { shown: kilobytes(wire) }),
    row('first load, all of it in brotli', brotli, { shown: kilobytes(brotli), aim: 350_000, unit: (n) => `${n / 1000} kB` }),
    row('first load, requests', requests.length, { shown: requests.length, aim: 6, unit: String }),
    row(`time to interactive, processor ${slow} times slower`, hydrated, { shown: milliseconds(hydrated), aim: 1000, unit: milliseconds }),
    row('largest long task of it', longest, { shown: milliseconds(longest) }),
    row('layout shift of the first load', shift, { shown: shift.toFixed(3) }),
  ];
}

function click(name, { median, p95, requests }) {
  const shown = `${milliseconds(median)} (p95 ${milliseconds(p95)}; asks ${requests.toFixed(1)} times)`;
  return row(name, median, { shown, aim: 100, unit: milliseconds });
}

function memory({ after, heap, wasm, nodes, listeners }) {
  const shown = `${kilobytes(heap)}, wasm ${kilobytes(wasm)}, ${nodes} nodes, ${listeners} listeners`;
  return row(`memory after ${after} navigations`, heap, { shown });
}

const request = ({ path, coding, wire, brotli }) => `| ${path} | ${coding || 'none'} | ${kilobytes(wire)} | ${kilobytes(brotli)} |`;

/** Everything as one text. */
export function table({ requests, interactive, clicks, memories, slow }) {
  return [
    '## The dashboard of a customer in Chromium, 10,000 tickets',
    '',
    '| | measured | aim |',
    '|---|--:|--:|',
    ...loading(requests, interactive, slow),
    ...clicks.map(([name, measured]) => click(name, measured)),
    ...memories.map(memory),
    '',
    '| request of the first load | coding | on the wire | in brotli |',
    '|---|---|--:|--:|',
    ...requests.map(request),
    '',
    'Bytes count the heads of the answers too. Clicks: median of 20, until two frames after the rows have changed. ✗: over the aim.',
    '',
  ].join('\n');
}
