// `node compress.mjs FOLDER`: puts a `.br` beside each file that a browser loads, as servers hold them: brotli at its highest
// setting with a window of 2^22 bytes.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 };
const folder = process.argv[2];
for (const name of readdirSync(folder, { recursive: true })) {
  if (/\.(html|css|js|json|wasm|svg)$/.test(name)) {
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(readFileSync(join(folder, name)), { params }));
  }
}
