// The programs of the differential suite, by what they are about.

import {classes} from './classes.ts';
import {collections} from './collections.ts';
import {enumKeys, enums} from './enums.ts';
import {functions} from './functions.ts';
import {generics} from './generics.ts';
import {objects} from './objects.ts';
import {primitives} from './primitives.ts';
import {receiving} from './receiving.ts';
import {utilities} from './utilities.ts';
import {values} from './values.ts';

export const groups = {
  primitives,
  objects,
  collections,
  enums,
  enumKeys,
  classes,
  functions,
  generics,
  utilities,
  values,
  receiving,
};
