import * as contract from '@piaojue/contract';
import { expect, test } from 'vitest';
import { categories } from './categories.js';

test('the categories of the offline form are those of the contract', () =>
  expect(categories).toEqual(contract.categories));
