// pack.mjs SITE — compresses every file of the site once, as well as brotli can, and lists them all in SITE/site.rs, which
// server/src/main.rs includes (`Embedded` in server/src/site.rs).
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const site = process.argv[2];
const LISTS = ['modules.txt', 'site.rs'];
const files = [];
for (const folder of [site, join(site, 'pkg')]) {
  const names = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile() && !LISTS.includes(name));
  for (const name of names.filter((name) => name.endsWith('.br'))) {
    if (!names.includes(name.slice(0, -'.br'.length))) unlinkSync(join(folder, name));
  }
  for (const name of names.filter((name) => !name.endsWith('.br')).sort()) {
    const plain = join(folder, name);
    const brotli = `${plain}.br`;
    const content = readFileSync(plain);
    files.push({ name, plain, brotli, content });
    // A file is only written when its content has changed, and then it is newer than its copy.
    if (names.includes(`${name}.br`) && statSync(brotli).mtimeMs >= statSync(plain).mtimeMs) continue;
    const params = { [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(brotli, brotliCompressSync(content, { params }));
  }
}

const hash = createHash('sha256');
for (const { content } of files) hash.update(content);
const bytes = (path) => `include_bytes!(${JSON.stringify(path)})`;
const parts = readFileSync(join(site, 'pkg', 'modules.txt'), 'utf8').split('\n').filter(Boolean).map((line) => line.split(' '));
const list = `Embedded {
    version: "${hash.digest('hex').slice(0, 12)}",
    files: &[
${files.map(({ name, plain, brotli }) => `        File { name: "${name}", plain: ${bytes(plain)}, brotli: ${bytes(brotli)} },\n`).join('')}    ],
    parts: &[
${parts.map(([page, ...names]) => `        ("${page}", &${JSON.stringify(names)}),\n`).join('')}    ],
}
`;
const place = join(site, 'site.rs');
// Left as it is where nothing has changed, so that nothing is compiled for it.
if (!existsSync(place) || readFileSync(place, 'utf8') !== list) writeFileSync(place, list);
