// The shop as a workspace of its own: the packed packages, installed by a real package manager, with a Vite of choice.
import {cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type RunResult, repository, run} from './fixture.ts';

export type Manager = 'npm' | 'pnpm';
export type ViteVersion = 'vite-5' | 'vite-6' | 'vite-7' | 'vite-8';

const PNPM = path.join(repository, 'node_modules/pnpm/bin/pnpm.cjs');
const PARTS = ['types', 'server', 'client'];

/** Package name to tarball, as `scripts/pack.js` made them. */
export type Tarballs = Record<string, string>;

export async function pack(): Promise<Tarballs> {
  const {stdout, output} = await run(process.execPath, [path.join(repository, 'scripts/pack.js')]);
  if (!stdout) throw new Error(output);
  return JSON.parse(stdout);
}

export interface InstalledShop {
  root: string;
  file(name: string): string;
  /** Runs the Vite of one of the shop's packages. */
  vite(part: 'server' | 'client', args: string[]): Promise<RunResult>;
  remove(): void;
}

export async function installShop(
  tarballs: Tarballs,
  manager: Manager,
  vite: ViteVersion,
): Promise<InstalledShop> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), `mion-${manager}-${vite}-`)));
  // As deep as in the repository: its packages extend what lies above them.
  const shop = path.join(root, 'examples/shop');
  const versions =
    vite === 'vite-8'
      ? json(repository).devDependencies
      : json(path.join(repository, 'compat', vite)).dependencies;
  for (const name of [...PARTS, 'tsconfig.json']) {
    cpSync(path.join(repository, 'examples/shop', name), path.join(shop, name), {
      recursive: true,
      filter: source => !/[\\/](?:node_modules|dist)(?:[\\/]|$)/.test(path.relative(repository, source)),
    });
  }
  for (const part of PARTS) {
    const folder = path.join(shop, part);
    const manifest = json(folder);
    for (const dependencies of [manifest.dependencies, manifest.devDependencies]) {
      for (const name of Object.keys(dependencies ?? {})) {
        if (name.startsWith('@shop/')) dependencies[name] = manager === 'pnpm' ? 'workspace:*' : '*';
        if (tarballs[name]) dependencies[name] = `file:${tarballs[name]}`;
        if (name === 'vite' || name === 'vite-node') dependencies[name] = versions[name];
      }
    }
    write(path.join(folder, 'package.json'), manifest);
  }
  // None of them is on the registry: what they need of each other comes from the tarballs too.
  const overrides = Object.fromEntries(
    Object.entries(tarballs).map(([name, file]) => [name, `file:${file}`]),
  );
  const workspace = {private: true, type: 'module'};
  write(
    path.join(shop, 'package.json'),
    manager === 'npm' ? {...workspace, workspaces: PARTS, overrides} : workspace,
  );
  // YAML is a superset of JSON.
  if (manager === 'pnpm') write(path.join(shop, 'pnpm-workspace.yaml'), {packages: PARTS, overrides});
  const installed =
    manager === 'npm'
      ? await run('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline'], {
          cwd: shop,
        })
      : await run(process.execPath, [PNPM, 'install', '--ignore-scripts', '--no-frozen-lockfile'], {
          cwd: shop,
        });
  if (installed.code !== 0) throw new Error(`${manager} install failed\n${installed.output}`);
  return {
    root: shop,
    file: name => path.join(shop, name),
    vite: (part, args) => {
      const cwd = path.join(shop, part);
      const manifest = createRequire(path.join(cwd, 'package.json')).resolve('vite/package.json');
      return run(process.execPath, [path.join(path.dirname(manifest), 'bin/vite.js'), ...args], {cwd});
    },
    remove: () => rmSync(root, {recursive: true, force: true}),
  };
}

function json(folder: string) {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
}

function write(file: string, content: object): void {
  writeFileSync(file, JSON.stringify(content, null, 2));
}
