// The AOT caches of a project, as a build would get them, without the rest of the build.
import {createRequire} from 'node:module';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Devtools, Generated} from '../plugin/native.d.ts';

const MODULES = ['jit-fns', 'pure-fns', 'router-cache'];

export interface Made extends Generated {
  /** The texts of the virtual modules. */
  text: string;
}

/** The plugin's side of a project, its Vite config loaded anew. */
export async function devtoolsOf(root: string): Promise<Devtools> {
  const entry = createRequire(path.join(root, 'package.json')).resolve('vite/package.json');
  const vite = await import(pathToFileURL(path.join(path.dirname(entry), 'dist/node/index.js')).href);
  const config = await vite.resolveConfig({root, logLevel: 'error'}, 'build', 'production', 'production');
  return config.plugins.find((plugin: {name: string}) => plugin.name === 'mion').api.devtools;
}

/** Generates, or takes from disk what is there. */
export async function make(root: string, {force = false} = {}): Promise<Made> {
  if (force) process.env['MION_AOT_FORCE'] = 'true';
  try {
    const devtools = await devtoolsOf(root);
    const {value, errors} = await devtools.generate();
    if (!value)
      throw new Error(errors?.map(error => `${error.code}: ${error.message}`).join('\n') ?? 'AOT is off');
    const text = MODULES.map(name =>
      devtools.virtualModule(`virtual:mion-aot/${name}`, '@mionkit/core'),
    ).join('\n');
    return {...value, text};
  } finally {
    delete process.env['MION_AOT_FORCE'];
  }
}
