// mtimes.mjs restore|save RECORD — lets cargo compile in a fresh clone only what has changed since TARGET was last used. Cargo goes
// by the time of a file, and `git clone` gives every file the present one. `save` writes down each tracked file with its
// content's hash and its time; `restore` gives the same content the same time again. A file with other content keeps its own.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

const [what, record] = process.argv.slice(2);

const git = (...args) => execFileSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'ignore'] });

/** The hash of every tracked file that stands on the disk as it is in git's index, by its path. */
function tracked() {
  let listed;
  try {
    listed = git('ls-files', '-s', '-z');
  } catch {
    return new Map(); // An unpacked archive, or no git.
  }
  const edited = new Set(git('diff-files', '--name-only', '-z').split('\0'));
  const entries = listed.split('\0').filter(Boolean).map((line) => {
    const [, hash, , path] = /^\d+ (\w+) (\d)\t(.*)$/s.exec(line);
    return [path, hash];
  });
  return new Map(entries.filter(([path]) => !edited.has(path)));
}

/** The folders of these files, each with what git holds in it: cargo goes by their times, too. */
function folders(paths) {
  const found = new Map();
  for (const path of paths) {
    for (let inner = path; inner !== '.'; inner = dirname(inner)) {
      const outer = dirname(inner);
      found.set(outer, (found.get(outer) ?? new Set()).add(inner));
    }
  }
  return new Map([...found].map(([folder, inside]) => [folder, [...inside].sort().join('\n')]));
}

const read = () => {
  try {
    return new Map(JSON.parse(readFileSync(record, 'utf8')).map(([path, content, time]) => [path, { content, time }]));
  } catch {
    return new Map();
  }
};

const files = tracked();
const all = [...files, ...folders(files.keys())];
const begun = `${record}.begun`;
if (what === 'restore') {
  const known = read();
  for (const [path, content] of all) {
    const then = known.get(path);
    if (then?.content === content) utimesSync(path, then.time, then.time);
  }
  writeFileSync(begun, '');
} else {
  const since = statSync(begun).mtimeMs;
  // What was edited meanwhile may have been compiled before or after it was.
  const unedited = all.filter(([path]) => statSync(path).mtimeMs < since);
  // Whole seconds, which can be set exactly.
  const entries = unedited.map(([path, content]) => [path, content, Math.ceil(statSync(path).mtimeMs / 1000)]);
  writeFileSync(`${record}.new`, JSON.stringify(entries));
  renameSync(`${record}.new`, record);
}
