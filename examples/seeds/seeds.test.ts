/** The programs of mion's page on AOT (mion-aot.txt): each is what the page shows, runs, and does what it says. */
import {type ChildProcess, execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer} from 'node:net';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterEach, beforeAll, describe, expect, it} from 'vitest';
import {answerOfWorker} from '../../tests/workerd.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const caches = path.join(here, '../my-api-aot');
const NO_EVAL = '--disallow-code-generation-from-strings';
const run = promisify(execFile);

/** What the program prints on Node; rejects if it fails. */
async function node(...args: string[]): Promise<string> {
  const {stdout} = await run(process.execPath, args, {cwd: here, timeout: 60_000});
  return stdout.trim();
}

/** What the build warns of. */
async function viteBuild(root: string, ...args: string[]): Promise<string> {
  const vite = path.join(here, '../../node_modules/vite/bin/vite.js');
  const {stdout, stderr} = await run(process.execPath, [vite, 'build', root, '--logLevel', 'warn', ...args], {
    cwd: here,
    timeout: 60_000,
  });
  return stdout + stderr;
}

/** The program's default export and all others, as JSON (functions as text), seen from a process that imports it. */
const exportsOf = async (file: string, ...flags: string[]) =>
  JSON.parse(
    await node(
      ...flags,
      '--input-type=module',
      '--eval',
      `const exported = await import(${JSON.stringify(path.resolve(here, file))});
      console.log(JSON.stringify(exported, (_, value) => (typeof value === 'function' ? String(value) : value)));`,
    ),
  );

beforeAll(async () => {
  await viteBuild(caches);
  await viteBuild(here);
  await viteBuild(path.join(here, 'strict'));
  await viteBuild(path.join(here, 'limits'));
});

describe('the programs are those of the page', () => {
  const page = readFileSync(path.join(here, 'mion-aot.txt'), 'utf8');

  it.each([
    'aot-routes-example.ts',
    'aot-init-router.ts',
    'aot-client.ts',
    'aot-server.ts',
    'strict/aot-strict.ts',
    'limits/aot-limitations.ts',
    'limits/routes-admin.ts',
    '../my-api-aot/tsconfig.json',
  ])('%s', file => {
    const program = readFileSync(path.join(here, file), 'utf8');
    expect(page.includes(shownPart(program)), `${file} differs from the page`).toBe(true);
  });

  /** What stands between the lines `// Shown:` and `// Added: ...`, where these lines are. */
  function shownPart(program: string): string {
    const [shown = ''] = program.split('// Shown:\n').at(-1)!.split('// Added: ');
    return shown.trimEnd();
  }
});

describe('my-api-aot', () => {
  it('exports the three caches of the API', async () => {
    const {routerCache, jitFnsCache, pureFnsCache} = await exportsOf('../my-api-aot/dist/index.js', NO_EVAL);
    expect(Object.keys(routerCache)).toEqual(expect.arrayContaining(['users/create', 'users/getById']));
    const {paramsJitHash, returnJitHash} = routerCache['users/create'];
    for (const id of ['is', 'te', 'fj', 'fBi', 'sj', 'tBi']) {
      expect(jitFnsCache).toHaveProperty(`${id}_${paramsJitHash}`);
    }
    for (const id of ['sj', 'fj']) expect(jitFnsCache).toHaveProperty(`${id}_${returnJitHash}`);
    expect(pureFnsCache).toBeTypeOf('object');
  });
});

describe.each([
  ['where code from strings is refused', [NO_EVAL]],
  ['anywhere', []],
])('%s', (_, flags) => {
  it('the router initializes with pre-compiled functions', async () => {
    const {myApi} = await exportsOf('dist/aot-init-router.js', ...flags);
    expect(myApi.users.getById).toMatchObject({id: 'users/getById', paramNames: ['id']});
    expect(myApi.users.create).toMatchObject({id: 'users/create', paramNames: ['user']});
  });

  it('a strict router starts without run-types', async () => {
    await expect(node(...flags, 'strict/dist/aot-strict.js')).resolves.toBe('');
    expect(readFileSync(path.join(here, 'strict/dist/aot-strict.js'), 'utf8')).not.toMatch(
      /deepkit|ReflectionKind/,
    );
  });

  describe('server and client', () => {
    let server: ChildProcess | undefined;
    afterEach(async () => {
      if (server?.kill()) await once(server, 'close');
    });

    it('the client calls the server on port 3000', async () => {
      await assertFree(3000);
      server = spawn(process.execPath, [...flags, 'dist/aot-server.js'], {
        cwd: here,
        stdio: ['ignore', 'pipe', 'inherit'],
        timeout: 60_000,
      });
      const [line] = await once(server.stdout!, 'data');
      expect(String(line)).toContain('Server running on port 3000');
      const output = await node(...flags, 'dist/aot-client.js');
      expect(output.split('\n').map(answer => JSON.parse(answer))).toEqual([
        {id: 'USER-7', name: 'John', email: 'john@example.com'},
        {id: 'USER-123', name: 'Mary', email: 'mary@example.com'},
      ]);
    });
  });
});

describe('the limits', () => {
  it('compiles the types of routes, and no route that the start script does not import', async () => {
    const [compiled = ''] = (await node(NO_EVAL, 'limits/dist/start.js')).split('\n');
    const ids = compiled.replace('compiled: ', '').split(', ');
    expect(ids).toEqual(expect.arrayContaining(['getUser', 'saveUser']));
    expect(ids).not.toContain('deleteUser');
  });

  it('a type that no route uses is compiled too: the page says that it is not', async () => {
    for (const flags of [[NO_EVAL], []]) {
      const [, answer] = (await node(...flags, 'limits/dist/start.js')).split('\n');
      expect(answer).toBe('runType<AuditLog>(): there');
    }
  });

  it('strict, in workerd: the same, and the routes that were left out are named by the build', async () => {
    const limits = path.join(here, 'limits');
    const warnings = await viteBuild(limits, '--config', path.join(limits, 'vite.worker.config.ts'));
    expect(warnings).toMatch(/MION_AOT_ROUTES_NOT_LOADED: routes-admin\.ts/);
    const worker = path.join(limits, 'dist/worker/worker.js');
    expect(readFileSync(worker, 'utf8')).not.toMatch(/deepkit|ReflectionKind/);
    expect(await answerOfWorker(worker)).toBe('runType<AuditLog>(): compiled ahead of time');
  });
});

/** The page's programs meet on one fixed port: says so clearly when somebody else has it. */
async function assertFree(port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port);
    await once(probe, 'listening');
  } catch (cause) {
    throw new Error(
      `Port ${port}, which the page's programs use, is taken. Free it and run the test again.`,
      {cause},
    );
  } finally {
    probe.close();
  }
}
