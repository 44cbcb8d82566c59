// For vitest: one private PostgreSQL cluster a run. Where there is none, the tests that need it say why they fail.
import { startPostgres } from './postgres.mjs';

export default async function setup(project) {
  let cluster;
  try {
    cluster = await startPostgres();
    project.provide('postgres', cluster.url);
  } catch (error) {
    project.provide('postgres', `none: ${error.message}`);
  }
  return () => cluster?.stop();
}
