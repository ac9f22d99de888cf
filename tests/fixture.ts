// Real projects in temporary folders, built and run as a user would: the ground that the end-to-end tests stand on.
import {type ChildProcess, spawn} from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {installedFolder} from '../scripts/runtime-packages.js';

export const repository = fileURLToPath(new URL('..', import.meta.url));

/** A project in a folder of its own, with the packages of this checkout in its `node_modules`. */
export interface Project {
  root: string;
  file(name: string): string;
  write(files: Record<string, string>): void;
  /** Removes a file. */
  delete(name: string): void;
  /** Runs Vite's CLI build as a process of its own. */
  build(options?: RunOptions): Promise<RunResult>;
  remove(): void;
}

export interface RunOptions {
  args?: string[];
  env?: Record<string, string>;
  /** Called with the process once it runs, for those who want to kill it. */
  started?: (child: ChildProcess) => void;
}

export interface RunResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  /** Both, without colours. */
  output: string;
}

/** Packages linked into a project's `node_modules` unless it asks for others. */
const PACKAGES = [
  '@mionkit/core',
  '@mionkit/run-types',
  '@mionkit/router',
  '@mionkit/client',
  '@mionkit/node',
  '@mionkit/fetch',
  '@deepkit/type',
  '@deepkit/core',
  '@deepkit/type-spec',
  'vite',
  'vite-node',
];

export interface ProjectOptions {
  /** Packages that are not to be linked. */
  without?: string[];
  /** Folders, relative to the repository, copied into the project. */
  copy?: Record<string, string>;
  /** Packages of the project's own, linked as a package manager links workspaces: name to folder. */
  links?: Record<string, string>;
  /** An earlier Vite to build with, and the vite-node that goes with it: a folder of `compat`. */
  vite?: 'vite-5' | 'vite-6' | 'vite-7';
}

/** Makes a project with these files. */
export function project(
  files: Record<string, string>,
  {without = [], copy = {}, links = {}, vite}: ProjectOptions = {},
): Project {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'mion-e2e-')));
  const modules = path.join(root, 'node_modules');
  for (const name of PACKAGES.filter(name => !without.includes(name))) {
    const isVite = name === 'vite' || name === 'vite-node';
    const installed = path.join(repository, vite && isVite ? `compat/${vite}` : '', 'node_modules', name);
    link(installedFolder(name) ?? realpathSync(installed), path.join(modules, name));
  }
  link(repository, path.join(modules, '@mionkit/devtools'));
  for (const [from, to] of Object.entries(copy)) {
    cpSync(path.join(repository, from), path.join(root, to), {
      recursive: true,
      filter: source => !/[\\/](?:node_modules|dist)(?:[\\/]|$)/.test(path.relative(repository, source)),
    });
  }
  for (const [name, folder] of Object.entries(links)) link(path.join(root, folder), path.join(modules, name));
  const result: Project = {
    root,
    file: name => path.join(root, name),
    write(written) {
      for (const [name, text] of Object.entries(written)) {
        mkdirSync(path.dirname(path.join(root, name)), {recursive: true});
        writeFileSync(path.join(root, name), text);
      }
    },
    delete: name => rmSync(path.join(root, name)),
    build: ({args = [], ...options} = {}) =>
      run(
        process.execPath,
        [path.join(modules, 'vite/bin/vite.js'), 'build', '--logLevel', 'info', ...args],
        {
          ...options,
          cwd: root,
        },
      ),
    // A process that is being ended may write once more.
    remove: () => rmSync(root, {recursive: true, force: true, maxRetries: 5, retryDelay: 50}),
  };
  result.write({'package.json': '{"type": "module", "private": true}', ...files});
  return result;
}

/** For each program that a test starts. It is less than a test may take: one that failed by its time leaves none behind. */
export const LIMITED = {timeout: 110_000, killSignal: 'SIGKILL'} as const;

/** Runs a program to its end, or until its time is over. */
export function run(
  command: string,
  args: string[],
  {cwd, env, started}: RunOptions & {cwd?: string} = {},
): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: {...process.env, NO_COLOR: '1', CI: '1', ...env},
      ...LIMITED,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', text => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', text => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({code, signal, stdout, stderr, output: stdout + stderr}));
    started?.(child);
  });
}

/** Runs a JavaScript file with Node, code generation from strings switched off. */
export function runStrict(file: string, options: RunOptions & {cwd?: string} = {}): Promise<RunResult> {
  return run(
    process.execPath,
    ['--disallow-code-generation-from-strings', file, ...(options.args ?? [])],
    options,
  );
}

/** All files below a folder, as paths relative to it, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(entry => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** Command lines of the processes that run in or for a folder (Linux: other systems have no /proc to read). */
export function processesOf(folder: string): string[] {
  if (!existsSync('/proc/self/cmdline')) return [];
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap(pid => {
      try {
        return [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')];
      } catch {
        return [];
      }
    })
    .filter(line => line.includes(folder));
}

/** A port that nothing listens on. */
export function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function link(target: string, at: string): void {
  mkdirSync(path.dirname(at), {recursive: true});
  symlinkSync(target, at, 'junction');
}
