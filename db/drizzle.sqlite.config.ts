import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: './dist/schema/schema.sqlite.js',
  out: './migrations/sqlite',
  casing: 'snake_case',
});
