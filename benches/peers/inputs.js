// generated.js, made when it is not there or its inputs changed: their hash is in its head.
// @ts-check
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const INPUTS = ['../data-types.ts', 'data.proto', 'generate.js'];

/** The hash of the inputs as they are now. */
export function inputsHash() {
  const hash = createHash('sha256');
  for (const input of INPUTS) hash.update(readFileSync(new URL(input, import.meta.url)));
  return hash.digest('hex').slice(0, 16);
}

/** The code of typia and protobuf-ts. Making it takes a registry of npm. */
export async function generatedPeers() {
  const file = new URL('generated.js', import.meta.url);
  if (!existsSync(file) || !readFileSync(file, 'utf8').includes(`Inputs: ${inputsHash()}\n`)) {
    execFileSync(process.execPath, [fileURLToPath(new URL('generate.js', import.meta.url))], {
      stdio: 'inherit',
    });
  }
  return import(file.href);
}
