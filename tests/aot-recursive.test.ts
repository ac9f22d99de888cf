// A type that asks itself for parts is checked with all its parts, from compiled functions, as it was written.
import {afterEach, expect, test} from 'vitest';
import {type Project, project, runStrict} from './fixture.ts';
import {smallApi} from './small-api.ts';

let app: Project;
afterEach(() => app.remove());

const ada = {
  id: 1,
  name: 'Ada',
  friends: [{id: 2}],
  address: {city: 'London', residents: [{name: 'Ada'}]},
  meta: {},
};

test('what a type takes from itself is checked', async () => {
  app = project({
    ...smallApi(),
    'types/user.ts': `
export interface Entity<Id> { id: Id; meta: Record<string, unknown> }
export interface User extends Entity<number> {
  name: string;
  friends: Pick<User, 'id'>[];
  manager?: Partial<User>;
  address: Address;
}
export interface Leaf { size: number; parent?: Folder }
export interface Folder { name: string; entries: (Folder | Leaf)[] }
export interface Address { city: string; residents: Omit<User, 'address' | 'friends' | 'manager' | 'id' | 'meta'>[] }
`,
    'server/routes.ts': `
import {type Routes, route} from '@mionkit/router';
import type {Leaf, User} from '../types/user.ts';
export const routes = {
  save: route((_ctx, user: User): User => user),
  move: route((_ctx, leaf: Leaf): number => leaf.size),
} satisfies Routes;
`,
    'server/main.ts': `
import './api.ts';
import {createFetchHandler} from '@mionkit/fetch';

const handle = createFetchHandler();
const ada = ${JSON.stringify(ada)};
const users = {
  ada,
  'a friend without an id': {...ada, friends: [{}]},
  'a friend whose id is text': {...ada, friends: [{id: '2'}]},
  'a manager': {...ada, manager: {name: 'Grace', friends: [{id: 3}]}},
  'a manager whose name is a number': {...ada, manager: {name: 5}},
  'a resident without a name': {...ada, address: {city: 'London', residents: [{}]}},
  'any meta': {...ada, meta: {a: [1, {b: null}]}},
};
const folder = (...entries: object[]) => ({size: 1, parent: {name: 'root', entries}});
const leaves = {
  'a leaf among folders': folder({name: 'empty', entries: []}, {size: 2}, {name: 'full', entries: [{size: 3}]}),
  'neither a leaf nor a folder': folder({size: 'large'}),
  'neither of them, deeper': folder({name: 'full', entries: [{named: 'x'}]}),
};
const answers: Record<string, number> = {};
async function ask(route: string, values: object) {
  for (const [name, value] of Object.entries(values)) {
    const body = JSON.stringify({[route]: [value]});
    const response = await handle(new Request('http://localhost/' + route, {method: 'POST', body}));
    answers[name] = response.status;
  }
}
await ask('save', users);
await ask('move', leaves);
console.log(JSON.stringify(answers));
`,
  });
  const {code, output} = await app.build();
  expect(code, output).toBe(0);
  const {stdout} = await runStrict(app.file('dist/main.js'));
  expect(JSON.parse(stdout)).toEqual({
    ada: 200,
    'a friend without an id': 422,
    'a friend whose id is text': 422,
    'a manager': 200,
    'a manager whose name is a number': 422,
    'a resident without a name': 422,
    'any meta': 200,
    'a leaf among folders': 200,
    'neither a leaf nor a folder': 422,
    'neither of them, deeper': 422,
  });
});
