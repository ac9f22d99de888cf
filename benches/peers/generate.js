// Writes generated.js: what typia and protobuf-ts generate for the types that are measured, with what it calls. They
// need a TypeScript and a compiler that this project has no other use for, so they are installed in a folder of their
// own, for as long as it takes.
// @ts-check
import {execFileSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {build} from 'esbuild';
import {inputsHash} from './inputs.js';

const PACKAGES = [
  'typia@9.7.2',
  'typescript@5.9.3',
  '@protobuf-ts/plugin@2.11.1',
  '@protobuf-ts/runtime@2.11.1',
  '@bufbuild/protobuf@2.17.0',
  'protobufjs@8.8.1',
];

const here = fileURLToPath(new URL('.', import.meta.url));

/** What the types are measured with. */
const TYPIA = `
import typia from 'typia';
import type {Order, Sample} from './data-types';
export const is = {sample: typia.createIs<Sample>(), order: typia.createIs<Order>()};
export const equals = {sample: typia.createEquals<Sample>(), order: typia.createEquals<Order>()};
export const prune = {sample: typia.misc.createPrune<Sample>(), order: typia.misc.createPrune<Order>()};
export const stringify = {sample: typia.json.createStringify<Sample>(), order: typia.json.createStringify<Order>()};
`;

const folder = mkdtempSync(path.join(tmpdir(), 'mion-peers-'));
try {
  writeFileSync(path.join(folder, 'package.json'), '{"type": "module", "private": true}');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', ...PACKAGES], {cwd: folder, stdio: 'inherit'});
  typia();
  protobuf();
  const entry = `export * as typia from './typia.js'; export {Order, Sample} from './data.ts';`;
  const result = await build({
    stdin: {contents: entry, resolveDir: folder},
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    legalComments: 'none',
  });
  const header = ['// @ts-nocheck', `// Written by generate.js. Inputs: ${inputsHash()}`];
  writeFileSync(path.join(here, 'generated.js'), `${header.join('\n')}\n${result.outputFiles[0]?.text}`);
} finally {
  rmSync(folder, {recursive: true, force: true});
}

/** A package of the folder. @param {string} name */
function load(name) {
  return createRequire(pathToFileURL(path.join(folder, 'index.js')))(name);
}

/** Writes typia.js: typia's transform of `TYPIA`. */
function typia() {
  const types = readFileSync(path.join(here, '../data-types.ts'), 'utf8')
    .replace(/^import .*$/m, '')
    .replace(/^export const types .*$/m, '');
  writeFileSync(path.join(folder, 'data-types.ts'), types);
  const source = path.join(folder, 'typia.ts');
  writeFileSync(source, TYPIA);
  const ts = load('typescript');
  const {default: transform} = load('typia/lib/transform');
  const program = ts.createProgram([source], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    skipLibCheck: true,
    types: [],
  });
  /** @type {string[]} */
  const problems = [];
  const extras = {
    /** @param {{messageText: unknown}} found */
    addDiagnostic: found => problems.push(ts.flattenDiagnosticMessageText(found.messageText, '\n')),
  };
  program.emit(program.getSourceFile(source), undefined, undefined, false, {
    before: [transform(program, {}, extras)],
  });
  if (problems.length) throw new Error(problems.join('\n'));
}

/** Writes data.ts: protobuf-ts's code for data.proto, without protoc. */
function protobuf() {
  const protobufjs = load('protobufjs');
  load('protobufjs/ext/descriptor');
  const {create, fromBinary, toBinary} = load('@bufbuild/protobuf');
  const wkt = load('@bufbuild/protobuf/wkt');
  const {root} = protobufjs.parse(readFileSync(path.join(here, 'data.proto'), 'utf8'), {keepCase: true});
  const descriptor = root.resolveAll().toDescriptor('proto3');
  const bytes = descriptor.constructor.encode(descriptor).finish();
  const [file] = fromBinary(wkt.FileDescriptorSetSchema, bytes).file;
  Object.assign(file, {name: 'data.proto', syntax: 'proto3'});
  for (const message of file.messageType) qualify(message, [file, message], `.${message.name}`);
  const request = create(wkt.CodeGeneratorRequestSchema, {fileToGenerate: ['data.proto'], protoFile: [file]});
  const answer = execFileSync(process.execPath, ['node_modules/@protobuf-ts/plugin/bin/protoc-gen-ts'], {
    cwd: folder,
    input: Buffer.from(toBinary(wkt.CodeGeneratorRequestSchema, request)),
  });
  const response = fromBinary(wkt.CodeGeneratorResponseSchema, answer);
  if (response.error) throw new Error(response.error);
  writeFileSync(path.join(folder, 'data.ts'), response.file[0].content);
}

/**
 * Names of types as a compiler needs them: from the root.
 * @param {any} message
 * @param {any[]} scopes what is around it, the outermost first
 * @param {string} prefix
 */
function qualify(message, scopes, prefix) {
  for (const inner of message.nestedType) qualify(inner, [...scopes, inner], `${prefix}.${inner.name}`);
  const parts = prefix.split('.').slice(1);
  for (const field of message.field) {
    if (!field.typeName || field.typeName.startsWith('.')) continue;
    for (let depth = scopes.length - 1; depth >= 0; depth--) {
      const scope = scopes[depth];
      const names = [...(scope.messageType ?? scope.nestedType), ...scope.enumType].map(type => type.name);
      if (!names.includes(field.typeName)) continue;
      field.typeName = `.${[...parts.slice(0, depth), field.typeName].join('.')}`;
      break;
    }
  }
}
