// Loads the native addon of this platform: the one built in this checkout, else the prebuilt package.
// @ts-check
import {existsSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {fileURLToPath} from 'node:url';

const require = createRequire(import.meta.url);

/** The platform's name as the packages in `npm/` have it, such as `linux-x64-gnu`. */
export const target = [process.platform, process.arch, libc()].filter(Boolean).join('-');

/** @type {typeof import('./native.d.ts')} */
export const addon = load();

/** @returns {typeof import('./native.d.ts')} */
function load() {
  const built = fileURLToPath(new URL(`../npm/${target}/devtools.node`, import.meta.url));
  if (existsSync(built)) return require(built);
  const name = `@mionkit/devtools-${target}`;
  try {
    return require(name);
  } catch (cause) {
    const isMissing = /** @type {NodeJS.ErrnoException} */ (cause).code === 'MODULE_NOT_FOUND';
    throw new Error(
      isMissing
        ? `MION_ADDON_NOT_FOUND: ${name} is not installed.\n` +
            `It holds the native part of @mionkit/devtools for this platform. Install again without --omit=optional, ` +
            'or build it from the repository with: npm run build'
        : `MION_ADDON_NOT_LOADED: ${name} is installed and cannot be loaded: ${/** @type {Error} */ (cause).message}\n` +
            'It may be damaged, or made for another system: install it again, or build it from the repository.',
      {cause},
    );
  }
}

/** The C library or ABI that a binary of this platform is linked to; empty where there is only one. */
function libc() {
  if (process.platform === 'win32') return 'msvc';
  if (process.platform !== 'linux') return '';
  return /musl/.test(readFileSync(process.execPath).subarray(0, 4096).toString('latin1')) ? 'musl' : 'gnu';
}
