import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './dist/schema/schema.pg.js',
  out: './migrations/pg',
  casing: 'snake_case',
});
