/**
 * Desks of the journeys: a server each, with the demo company. It is made once, by `.make/journeys`, and copied for each
 * worker: what one worker's journeys do is not seen by those of another, and a second try begins on a fresh desk.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface Desk {
  /** Where it is, such as `http://localhost:41234`. */
  address: string;
  /** Its data folder. */
  data: string;
  /** What it has told so far. */
  log: () => Promise<string>;
}

/** The folder of all desks, with the filled data folder that they are copied from. */
const desks = () => process.env.JOURNEYS_DESKS ?? '';

/** Runs the function beside a desk of its own, with the demo company or with nothing; the desk must end as it should. */
export async function withDesk(filled: boolean, use: (desk: Desk) => Promise<void>) {
  const folder = await mkdtemp(join(desks(), 'desk-'));
  const data = join(folder, 'data');
  await (filled ? cp(join(desks(), 'template'), data, { recursive: true }) : mkdir(data));
  const file = await open(join(folder, 'log'), 'w');
  // Journeys write faster than people do.
  const env = { ...process.env, PORTICO_DATA: data, PORTICO_LISTEN: '127.0.0.1:0', PORTICO_MESSAGES_PER_MINUTE: '0' };
  const server = spawn(process.env.PORTICO_BIN ?? '', ['serve'], { env, stdio: ['ignore', file.fd, file.fd] });
  const log = () => readFile(join(folder, 'log'), 'utf8');
  try {
    await use({ address: await addressOf(server, log), data, log });
    await stop(server, log);
    await rm(data, { recursive: true, force: true });
  } finally {
    server.kill('SIGKILL');
    await file.close();
  }
}

/** Waits until it says where it is. */
async function addressOf(server: ChildProcess, log: () => Promise<string>): Promise<string> {
  for (;;) {
    const port = /running at http:\/\/\S+:(\d+)/.exec(await log())?.[1];
    // `localhost`, because passkeys do not work on an IP address.
    if (port) return `http://localhost:${port}`;
    if (server.exitCode !== null) throw new Error(`The server has ended.\n${await log()}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}

/** The end of the server is part of the journeys: asked to stop, it finishes what it has begun and leaves in order. */
async function stop(server: ChildProcess, log: () => Promise<string>) {
  if (server.exitCode !== null || server.signalCode) throw new Error(`The server ended during the journeys.\n${await log()}`);
  const ended = once(server, 'exit');
  const late = setTimeout(() => server.kill('SIGKILL'), 30_000);
  server.kill('SIGTERM');
  const [code, signal] = await ended;
  clearTimeout(late);
  if (signal) throw new Error('The server did not stop within 30 seconds of SIGTERM.');
  if (code !== 0) throw new Error(`The server left with exit code ${code}.\n${await log()}`);
}
