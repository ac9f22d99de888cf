// The programs of the differential suite, by what they are about.

import {brands} from './brands.ts';
import {classes} from './classes.ts';
import {collections} from './collections.ts';
import {conditionals} from './conditionals.ts';
import {documentation} from './documentation.ts';
import {domains} from './domains.ts';
import {enumKeys, enums} from './enums.ts';
import {functions} from './functions.ts';
import {generics} from './generics.ts';
import {inheritance} from './inheritance.ts';
import {keys} from './keys.ts';
import {library} from './library.ts';
import {mapped} from './mapped.ts';
import {members} from './members.ts';
import {modules} from './modules.ts';
import {objects} from './objects.ts';
import {primitives} from './primitives.ts';
import {receiving} from './receiving.ts';
import {recursion} from './recursion.ts';
import {scopes} from './scopes.ts';
import {signatures} from './signatures.ts';
import {templates} from './templates.ts';
import {tuples} from './tuples.ts';
import {unions} from './unions.ts';
import {utilities} from './utilities.ts';
import {values} from './values.ts';

export const groups = {
  primitives,
  objects,
  members,
  collections,
  tuples,
  unions,
  enums,
  enumKeys,
  classes,
  inheritance,
  functions,
  signatures,
  scopes,
  generics,
  keys,
  mapped,
  conditionals,
  templates,
  recursion,
  utilities,
  library,
  brands,
  values,
  documentation,
  modules,
  domains,
  receiving,
};
