import {getRoutePath} from '@mionkit/core';
import {expect, it} from 'vitest';

it.each([
  [{}, '/users/getById'],
  [{prefix: 'api/v1'}, '/api/v1/users/getById'],
  [{prefix: '/api/', suffix: '.json'}, '/api/users/getById.json'],
])('with %j the path is %s', (options, path) => {
  expect(getRoutePath('users/getById', options)).toBe(path);
});
