// What decides which file an import leads to, beside the file itself: files that would come before it if they existed,
// packages on the way, tsconfig.json, and the files that a glob matches.
//
// The text is searched, not parsed: a specifier in a comment costs a needless input and nothing else.

import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';

/** `from '...'`, `import '...'`, `import('...')`, `export ... from '...'`, `require('...')`. */
const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*(['"])((?:(?!\1)[^\\\n])+)\1/g;
/** `import(\`./routes/${name}.ts\`)`: Vite turns it into a glob. */
const TEMPLATE = /\bimport\s*\(\s*`([^`]*\$\{[^`]*)`/g;
const GLOB = /\bimport\.meta\.glob\s*(?:<[^()]*>)?\s*\(([^)]*)\)/g;
const STRING = /(['"`])((?:(?!\1)[^\\\n])*)\1/g;
const ENV = /\bimport\.meta\.env(?:\.([A-Za-z_$][\w$]*))?/g;

/** Neither a path, nor a URL, nor a virtual module. */
const PACKAGE = /^(?:@[\w.-]+\/)?[\w.-]+(?:\/[^:]*)?$/;

/** What TypeScript tries for a specifier without an extension, in its order. */
const TYPE_EXTENSIONS = ['.ts', '.tsx', '.d.ts'];
/** What a specifier that ends in the first may stand for. */
const WRITTEN_AS = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx', '.d.ts'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};

/**
 * @param {{root: string, extensions: string[], envPrefixes: string[], defines: string[]}} config
 * @returns `scan(file)`: adds what the file's imports depend on to the sets of `found`
 */
export function resolution({root, extensions, envPrefixes, defines}, found) {
  const scanned = new Set();
  const tsconfigs = new Map();
  const defined = defines.map(name => [name, new RegExp(`(?<![\\w$.])${literal(name)}(?![\\w$])`)]);

  return {
    scan(file) {
      if (scanned.has(file) || !/\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/.test(file)) return;
      scanned.add(file);
      let text;
      try {
        text = readFileSync(file, 'utf8');
      } catch {
        // It is an input all the same.
        return;
      }
      const folder = path.dirname(file);
      const specifiers = new Set(Array.from(text.matchAll(SPECIFIER), match => match[2]));
      if (/[\\/]node_modules[\\/]/.test(file)) {
        // What lies inside of a package changes with its version.
        for (const specifier of specifiers) if (PACKAGE.test(specifier)) installed(specifier, folder);
        return;
      }
      const config = tsconfig(folder);
      for (const at of config.files) found.files.add(at);
      for (const specifier of specifiers) specify(specifier, folder, config);
      for (const [, template] of text.matchAll(TEMPLATE)) {
        glob([template.replace(/\$\{[^}]*\}/g, '*')], folder);
      }
      for (const [, parameters] of text.matchAll(GLOB)) {
        glob(
          Array.from(parameters.matchAll(STRING), match => match[2]),
          folder,
        );
      }
      for (const [, name] of text.matchAll(ENV)) env(name);
      for (const [name, pattern] of defined) if (pattern.test(text)) found.defines.add(name);
    },
  };

  function specify(specifier, folder, config) {
    const bare = specifier.replace(/[?#].*$/, '');
    if (bare.startsWith('node:')) installed('@types/node', folder);
    if (/^[a-z][a-z+.-]+:/i.test(bare) || bare === '') return;
    if (bare.startsWith('.')) candidates(path.resolve(folder, bare));
    else if (bare.startsWith('/')) candidates(path.join(root, bare));
    else {
      for (const base of config.resolve(bare)) if (candidates(base)) return;
      if (!PACKAGE.test(bare)) return;
      installed(bare, folder);
      // Its types may come from a package of their own, which is looked for where it has none.
      const [scope, name] = packageName(bare).split('/');
      if (scope !== '@types') installed(`@types/${name ? `${scope.slice(1)}__${name}` : scope}`, folder);
    }
  }

  /** Adds what is tried before the file that `base` leads to is found; gives whether there is one. */
  function candidates(base) {
    const written = path.extname(base);
    const stem = base.slice(0, base.length - written.length);
    const typed = (WRITTEN_AS[written] ?? []).map(extension => stem + extension);
    const inFolder = list =>
      ['package.json', ...list.map(extension => `index${extension}`)].map(name => path.join(base, name));
    const ending = list => list.map(extension => base + extension);
    // Vite's order and TypeScript's are not the same: what either tries first counts.
    const byVite = firstOf([base], typed, ending(extensions), inFolder(extensions));
    const byTypes = firstOf(typed, [base], ending(TYPE_EXTENSIONS), inFolder(TYPE_EXTENSIONS));
    return byVite || byTypes;
  }

  /** Adds files up to the first that exists; gives whether one does. */
  function firstOf(...lists) {
    for (const file of lists.flat()) {
      found.files.add(file);
      if (isFile(file) && path.basename(file) !== 'package.json') return true;
    }
    return false;
  }

  /** Adds the places where a package is looked for, up to the one where it is. */
  function installed(specifier, folder) {
    const name = packageName(specifier);
    for (let at = folder; ; at = path.dirname(at)) {
      if (path.basename(at) !== 'node_modules') {
        const place = path.join(at, 'node_modules', name);
        found.files.add(path.join(place, 'package.json'));
        if (existsSync(place)) {
          found.links.add(place);
          return;
        }
      }
      if (at === path.dirname(at)) return;
    }
  }

  function glob(patterns, folder) {
    const absolute = patterns.map(pattern => {
      const negated = pattern.startsWith('!') ? '!' : '';
      const positive = pattern.slice(negated.length);
      if (positive.startsWith('/')) return [negated, path.posix.join(root, positive)];
      if (positive.startsWith('.')) return [negated, path.posix.join(folder, positive)];
      if (positive.startsWith('**')) return [negated, path.posix.join(root, positive)];
      return undefined;
    });
    const known = absolute.filter(entry => entry !== undefined);
    const bases = known.filter(([negated]) => !negated).map(([, pattern]) => staticPart(pattern));
    for (const base of new Set(bases)) {
      const relative = known
        .filter(([negated, pattern]) => negated || staticPart(pattern) === base)
        .filter(([, pattern]) => pattern.startsWith(`${base}/`))
        .map(([negated, pattern]) => negated + pattern.slice(base.length + 1));
      found.globs.set(JSON.stringify([base, relative]), {folder: base, patterns: relative});
    }
  }

  function env(name) {
    const names = name ? [name] : Object.keys(process.env);
    for (const name of names)
      if (envPrefixes.some(prefix => prefix && name.startsWith(prefix))) found.env.add(name);
  }

  /** The tsconfig.json of a folder: the files it consists of, and the `paths` it has. */
  function tsconfig(folder) {
    let known = tsconfigs.get(folder);
    if (!known) {
      const own = path.join(folder, 'tsconfig.json');
      const above = path.dirname(folder);
      if (isFile(own)) known = readTsconfig(own);
      else if (above === folder) known = {files: [], resolve: () => []};
      else {
        const inherited = tsconfig(above);
        // One that is nearer would take its place; packages bring their own.
        const nearer = folder.includes('node_modules') ? [] : [own];
        known = {...inherited, files: [...inherited.files, ...nearer]};
      }
      tsconfigs.set(folder, known);
    }
    return known;
  }
}

/** Follows `extends`; what cannot be read is left out, and counts as an input nevertheless. */
function readTsconfig(start) {
  const files = [];
  let paths;
  let baseUrl;
  const queue = [start];
  while (queue.length > 0) {
    const file = queue.shift();
    if (files.includes(file)) continue;
    files.push(file);
    const {extends: parents, compilerOptions = {}} = parseLoosely(file);
    const folder = path.dirname(file);
    if (!baseUrl && typeof compilerOptions.baseUrl === 'string') {
      baseUrl = path.resolve(folder, compilerOptions.baseUrl);
    }
    paths ??= compilerOptions.paths && {folder, patterns: Object.entries(compilerOptions.paths)};
    for (const parent of [parents ?? []].flat().reverse()) queue.push(...extended(folder, parent));
  }
  return {
    files,
    resolve(specifier) {
      const from = baseUrl ?? paths?.folder;
      const bases = (paths?.patterns ?? []).flatMap(([pattern, targets]) => {
        const [before, after] = pattern.split('*');
        if (
          after === undefined
            ? specifier !== pattern
            : !(specifier.startsWith(before) && specifier.endsWith(after))
        ) {
          return [];
        }
        const middle =
          after === undefined ? '' : specifier.slice(before.length, specifier.length - after.length);
        return [targets].flat().map(target => path.resolve(from, target.replace('*', middle)));
      });
      return baseUrl ? [...bases, path.resolve(baseUrl, specifier)] : bases;
    },
  };
}

/** The places where an `extends` may lead, the first that exists last. */
function extended(folder, parent) {
  if (/^(?:\.|\/|[A-Za-z]:)/.test(parent)) {
    const file = path.resolve(folder, parent);
    return [isFile(file) ? file : `${file}.json`];
  }
  for (let at = folder; at !== path.dirname(at); at = path.dirname(at)) {
    const base = path.join(at, 'node_modules', parent);
    const file = [base, `${base}.json`, path.join(base, 'tsconfig.json')].find(isFile);
    if (file) return [file];
  }
  return [];
}

/** JSON with comments and trailing commas; an empty object when it is neither. */
function parseLoosely(file) {
  try {
    const text = readFileSync(file, 'utf8').replace(
      /("(?:[^"\\]|\\.)*")|\/\/.*|\/\*[\s\S]*?\*\/|,(?=\s*[\]}])/g,
      (_, string) => string ?? '',
    );
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function packageName(specifier) {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function staticPart(pattern) {
  const parts = pattern.split('/');
  const first = parts.findIndex(part => /[*?{}[\]()!+@]/.test(part));
  return parts.slice(0, first < 0 ? -1 : first).join('/');
}

function isFile(file) {
  try {
    return statSync(file, {throwIfNoEntry: false})?.isFile() ?? false;
  } catch {
    // What cannot be looked at (a file stands where a folder should be) cannot be loaded either.
    return false;
  }
}

function literal(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
