// pack.mjs SITE — compresses every file of the site once, as well as brotli and gzip can, and lists them all in SITE/site.rs,
// which server/src/main.rs includes (`Embedded` in server/src/site.rs). The files as they are stay out of the program: gzip gives
// them back.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const site = process.argv[2];
const LISTS = ['modules.txt', 'site.rs'];
const COPIES = {
  br: (content) =>
    brotliCompressSync(content, {
      params: { [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: content.length },
    }),
  gz: (content) => gzipSync(content, { level: 9 }),
};
const original = (name) => name.replace(/\.(br|gz)$/, '');
const files = [];
for (const folder of [site, join(site, 'pkg')]) {
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile() && !LISTS.includes(name));
  for (const name of names.filter((name) => original(name) !== name)) {
    if (!names.includes(original(name))) unlinkSync(join(folder, name));
  }
  for (const name of names.filter((name) => original(name) === name).sort()) {
    const plain = join(folder, name);
    const content = readFileSync(plain);
    files.push({ name, plain, content });
    for (const [ending, compress] of Object.entries(COPIES)) {
      const copy = `${plain}.${ending}`;
      // A file is only written when its content has changed, and then it is newer than its copies.
      if (names.includes(`${name}.${ending}`) && statSync(copy).mtimeMs >= statSync(plain).mtimeMs) continue;
      writeFileSync(copy, compress(content));
    }
  }
}

const hash = createHash('sha256');
for (const { content } of files) hash.update(content);
const bytes = (path) => `include_bytes!(${JSON.stringify(path)})`;
const parts = readFileSync(join(site, 'pkg', 'modules.txt'), 'utf8').split('\n').filter(Boolean).map((line) => line.split(' '));
const list = `Embedded {
    version: "${hash.digest('hex').slice(0, 12)}",
    files: &[
${files.map(({ name, plain }) => `        File { name: "${name}", gzip: ${bytes(`${plain}.gz`)}, brotli: ${bytes(`${plain}.br`)} },\n`).join('')}    ],
    parts: &[
${parts.map(([page, ...names]) => `        ("${page}", &${JSON.stringify(names)}),\n`).join('')}    ],
}
`;
const place = join(site, 'site.rs');
// Left as it is where nothing has changed, so that nothing is compiled for it.
if (!existsSync(place) || readFileSync(place, 'utf8') !== list) writeFileSync(place, list);
