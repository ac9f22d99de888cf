// Builds the shop ahead of time, opens it on Node and in workerd, calls every route on both, and reports.
// @ts-check
import {buildAll, clearCaches, entryOf, sizeOf} from './build.js';
import {expectedCalls} from './expected-calls.js';
import {bold, bytes, dim, duration, fit, green, heading, red, table} from './report.js';
import {startNode, startWorkerd, visit} from './servers.js';

/** @typedef {import('./build.js').Build} Build */
/** @typedef {import('./servers.js').Server} Server */
/** @typedef {import('./servers.js').Call} Call */

const TIME_LIMIT_MS = 5 * 60_000;

const watchdog = setTimeout(() => {
  console.error(red(`The demo took longer than ${TIME_LIMIT_MS / 1000} s and was stopped.`));
  process.exit(1);
}, TIME_LIMIT_MS);

/** @type {Server[]} */
const servers = [];
try {
  const problems = await demo();
  if (problems.length === 0)
    console.log(green('Every answer is as it should be, and the same in both places.\n'));
  for (const problem of problems) console.error(red(`✗ ${problem}`));
  if (problems.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(red(`✗ The demo failed: ${error instanceof Error ? error.message : error}`));
  process.exitCode = 1;
} finally {
  await Promise.all(servers.map(server => server.close()));
  clearTimeout(watchdog);
}

/** @returns {Promise<string[]>} what is not as promised */
async function demo() {
  console.log(bold('\nA shop, compiled ahead of time: no eval, no new Function, no reflection at run time'));

  clearCaches();
  const cold = await buildAll();
  const warm = await buildAll();
  await reportBuilds(cold, warm);

  const [nodeBuild, workerBuild, clientBuild] = /** @type {[Build, Build, Build]} */ (warm);
  servers.push(await startNode(entryOf(nodeBuild.program)));
  servers.push(await startWorkerd(entryOf(workerBuild.program)));
  heading('new Function');
  for (const {name, probe} of servers) console.log(`  ${name.padEnd(7)}  ${probe}`);

  const client = entryOf(clientBuild.program);
  const [onNode = [], inWorkerd = []] = await Promise.all(servers.map(({url}) => visit(client, url)));
  const problems = reportCalls(onNode, inWorkerd);
  for (const {name, probe} of servers) {
    if (!probe.startsWith('refused')) problems.push(`${name} did not refuse new Function: ${probe}`);
  }
  if (workerBuild.files.length !== 1) {
    problems.push(`The Worker is not one module: ${workerBuild.files.join(', ')}`);
  }
  return problems;
}

/**
 * @param {Build[]} cold
 * @param {Build[]} warm
 */
async function reportBuilds(cold, warm) {
  const {virtualModules} = /** @type {Build} */ (cold[1]);
  const {routes, middleFns, jitFns, pureFns} = await countCompiled(virtualModules);
  heading('Compiled');
  console.log(
    `  ${routes} routes and ${middleFns} middleFns: ${jitFns} functions, ${pureFns} pure functions`,
  );

  heading('Virtual modules');
  const modules = [...virtualModules]
    .map(([id, code]) => sizeOf(id, code))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  table(
    ['', 'bytes', 'gzip'],
    modules.map(size => [size.name, bytes(size.bytes), bytes(size.gzip)]),
    [1, 2],
  );

  heading('Bundles');
  table(
    ['', 'bytes', 'gzip', 'built cold', 'built warm'],
    cold.map(({size, ms}, i) => [
      size.name,
      bytes(size.bytes),
      bytes(size.gzip),
      duration(ms),
      duration(warm[i]?.ms ?? 0),
    ]),
    [1, 2, 3, 4],
  );
}

/**
 * @param {Call[]} onNode
 * @param {Call[]} inWorkerd
 * @returns {string[]} calls that did not go as they should
 */
function reportCalls(onNode, inWorkerd) {
  const routes = new Set(onNode.map(({route}) => route));
  heading(`${onNode.length} calls of ${routes.size} routes, Node = workerd`);
  const column = Math.max(...onNode.map(({route}) => route.length));
  const problems = [];
  for (const [i, call] of onNode.entries()) {
    const problem = problemOf(call, inWorkerd[i], expectedCalls[i]);
    if (problem) problems.push(problem);
    const mark = problem ? red('✗') : green('✓');
    console.log(
      `  ${mark} ${call.route.padEnd(column)}  ${call.status}  ${dim(fit(call.answer, column + 11))}`,
    );
  }
  const missing = expectedCalls.length - Math.min(onNode.length, inWorkerd.length);
  if (missing > 0) problems.push(`${missing} calls were never made`);
  console.log();
  return problems;
}

/**
 * @param {Call} onNode
 * @param {Call | undefined} inWorkerd
 * @param {{route: string, status: number, answer: string} | undefined} expected
 * @returns {string | undefined}
 */
function problemOf(onNode, inWorkerd, expected) {
  const {route, status, answer, body} = onNode;
  if (route !== expected?.route || status !== expected.status || answer !== expected.answer) {
    return `${route} answered ${status} ${answer}\n  expected: ${expected?.route} ${expected?.status} ${expected?.answer}`;
  }
  if (route !== inWorkerd?.route || status !== inWorkerd.status || body !== inWorkerd.body) {
    return `${route} answered ${status} ${body} on Node\n  in workerd: ${inWorkerd?.status} ${inWorkerd?.body}`;
  }
  return undefined;
}

/** @param {Build['virtualModules']} modules */
async function countCompiled(modules) {
  const {routerCache} = await load(modules, 'virtual:mion-aot/router-cache');
  const {jitFnsCache} = await load(modules, 'virtual:mion-aot/jit-fns');
  const {pureFnsCache} = await load(modules, 'virtual:mion-aot/pure-fns');
  // mion's own routes, such as the one that tells of a platform error, are not the shop's.
  const entries = Object.entries(routerCache).flatMap(([id, entry]) =>
    id.startsWith('mion@') ? [] : [entry],
  );
  return {
    routes: entries.filter(({type}) => type === 1).length,
    middleFns: entries.filter(({type}) => type !== 1).length,
    jitFns: Object.keys(jitFnsCache).length,
    pureFns: Object.values(pureFnsCache).flatMap(fns => Object.keys(fns)).length,
  };
}

/**
 * @param {Build['virtualModules']} modules
 * @param {string} id
 */
async function load(modules, id) {
  const code = modules.get(id);
  if (code === undefined) throw new Error(`${id} is not in the bundle`);
  return import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}
