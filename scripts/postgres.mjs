// A private PostgreSQL 15 cluster for tests: its own folder, its own socket, no network. Debian's binaries.
import { execFileSync, spawn } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const binaries = () => {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).toSorted((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(base, version, 'bin')).find((dir) => existsSync(join(dir, 'initdb')));
  if (!found) throw new Error('没有找到 PostgreSQL。请安装：apt-get install -y postgresql-15');
  return found;
};

/** PostgreSQL refuses to run as root: then everything runs as the user `postgres` that Debian's package made. */
function serverUser() {
  if (process.getuid?.() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * Starts a cluster and waits until it answers.
 * @returns {Promise<{ url: string, kill: () => Promise<void>, restart: () => Promise<void>, stop: () => Promise<void> }>}
 *   `url` for DATABASE_URL; `kill` is an immediate stop (as after a power cut).
 */
export async function startPostgres() {
  const bin = binaries();
  const dir = mkdtempSync(join(tmpdir(), 'piaojue-pg-'));
  const user = serverUser();
  if (user.uid) chownSync(dir, user.uid, user.gid);
  const data = join(dir, 'data');
  const options = {
    ...user,
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
  };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'piaojue', '--auth=trust', '-E', 'UTF8', '--no-sync'], options);

  let child;
  const start = async () => {
    child = spawn(
      join(bin, 'postgres'),
      ['-D', data, '-k', dir, '-c', 'listen_addresses=', '-c', 'max_connections=60'],
      options,
    );
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    for (let i = 0; i < 300; i++) {
      try {
        execFileSync(join(bin, 'pg_isready'), ['-h', dir, '-q'], { stdio: 'ignore' });
        return;
      } catch {
        if (child.exitCode !== null) throw new Error(`postgres ended: ${said}`);
        await new Promise((done) => setTimeout(done, 100));
      }
    }
    throw new Error(`postgres does not answer: ${said}`);
  };
  const end = async (signal) => {
    if (child.exitCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill(signal);
    await gone;
  };
  await start();
  return {
    url: `postgres://piaojue@localhost/postgres?host=${encodeURIComponent(dir)}`,
    kill: () => end('SIGQUIT'),
    restart: start,
    stop: async () => {
      await end('SIGINT');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
