// pack.mjs SITE — writes a brotli copy beside every file of the site, of the best quality: the program hands out what is packed once.
// Node's own brotli does in seconds what an unoptimised crate of a build script takes a minute for.
import { readdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

const site = process.argv[2];
for (const folder of [site, join(site, 'pkg')]) {
  const files = readdirSync(folder).filter((name) => statSync(join(folder, name)).isFile());
  for (const name of files.filter((name) => name.endsWith('.br'))) {
    if (!files.includes(name.slice(0, -'.br'.length))) unlinkSync(join(folder, name));
  }
  for (const name of files.filter((name) => !name.endsWith('.br') && name !== 'modules.txt')) {
    const plain = join(folder, name);
    const packed = `${plain}.br`;
    // A file is only written when its content has changed, and then it is newer than its copy.
    if (files.includes(`${name}.br`) && statSync(packed).mtimeMs >= statSync(plain).mtimeMs) continue;
    const content = readFileSync(plain);
    writeFileSync(packed, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
  }
}
