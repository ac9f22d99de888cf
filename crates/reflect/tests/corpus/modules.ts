import {User} from './user.js';
import {User} from './user.js'; export function f(u: User): void {}
import {Id} from './id.js';
import {Color} from './color.js';
import {A} from './a.js'; export function f(a: A): void {}
import {A} from './a.js'; export class B extends A { b!: number }
import {User} from './user.js'; interface Admin extends User { role: string }
import {Box} from './box.js';
import {Maybe} from './maybe.js';
import {Order} from './order.js';
import {A} from './x/a.js'; import {B} from './y/a.js';
import {f as g} from './deep/f.js'; export const f = g;
import {base} from './base.js'; export function f(a: number = base): void {}
import {f as g} from './f.js'; export const f = g;
import {User} from './all.js';
import {User} from './top.js';
import type {User} from './user.js';
import {type User, make} from './user.js'; void make;
import {User as Person} from './user.js';
import User from './user.js';
import A from './a.js'; export function f(a: A): void {}
import * as lib from './user.js';
import {Opts} from './opts.js';
