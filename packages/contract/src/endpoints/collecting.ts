import { z } from 'zod';
import { endpoint } from '../endpoint.js';
import { disclosure } from './years.js';

/** The public register of what became public, newest first. */
export const readRegister = endpoint('read_register', {
  method: 'GET',
  path: '/public/register',
  roles: ['anyone'],
  reply: z.object({ disclosures: z.array(disclosure) }),
});
