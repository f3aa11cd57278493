// cut.mjs IN OUT PATTERN… — takes the bodies of functions out of a WebAssembly module: those whose names match a pattern can be
// called by nothing that runs, but stand in tables that keep them. What they alone called goes with them in wasm-opt.
import { readFile, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';

const { default: binaryen } = await import(pathToFileURL('end2end/node_modules/binaryen/index.js'));

const [from, to, ...patterns] = process.argv.slice(2);
const dead = new RegExp(patterns.join('|'));
binaryen.setDebugInfo(true);
const module = binaryen.readBinary(new Uint8Array(await readFile(from)));
let cut = 0;
for (let index = module.getNumFunctions() - 1; index >= 0; index--) {
  const { name, base, params, results } = binaryen.getFunctionInfo(module.getFunctionByIndex(index));
  if (base || !dead.test(name)) continue;
  module.removeFunction(name);
  module.addFunction(name, params, results, [], module.unreachable());
  cut++;
}
if (cut === 0) throw new Error(`no function of ${from} matches ${dead}`);
await writeFile(to, module.emitBinary());
console.log(`${cut} functions cut.`);
