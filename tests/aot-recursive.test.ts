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
export interface Address { city: string; residents: Omit<User, 'address' | 'friends' | 'manager' | 'id' | 'meta'>[] }
`,
    'server/routes.ts': `
import {type Routes, route} from '@mionkit/router';
import type {User} from '../types/user.ts';
export const routes = {save: route((_ctx, user: User): User => user)} satisfies Routes;
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
const answers: Record<string, number> = {};
for (const [name, user] of Object.entries(users)) {
  const response = await handle(new Request('http://localhost/save', {method: 'POST', body: JSON.stringify({save: [user]})}));
  answers[name] = response.status;
}
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
  });
});
