// What the tests need of the system, and how it is installed. Nothing is skipped in silence.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const has = (command, args) => {
  try {
    return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
};

const parts = [
  { name: 'Chromium（浏览器测试）', packages: ['chromium'], here: () => existsSync('/usr/bin/chromium') },
  {
    name: '中文字体',
    packages: ['fonts-noto-cjk', 'fontconfig'],
    here: () => has('fc-list', [':lang=zh-cn', 'family']).trim() !== '',
  },
  {
    name: 'belenios-tool（独立核验存档）',
    packages: ['belenios-tool'],
    here: () => has('belenios-tool', ['--version']) !== '',
  },
  {
    name: 'PostgreSQL 15',
    packages: ['postgresql-15'],
    here: () => existsSync('/usr/lib/postgresql') && has('sh', ['-c', 'ls /usr/lib/postgresql/*/bin/initdb']) !== '',
  },
  {
    name: 'LibreOffice Calc（打开导出的表格）',
    packages: ['libreoffice-calc-nogui'],
    here: () => has('soffice', ['--version']) !== '',
  },
];

/** Installs what is missing where it may (Debian or Ubuntu, as root); otherwise names it and throws. */
export function ensureSystemParts() {
  const missing = parts.filter(({ here }) => !here());
  if (missing.length === 0) return;
  const packages = missing.flatMap((part) => part.packages);
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  const names = missing.map(({ name }) => name).join('、');
  if (!existsSync('/usr/bin/apt-get')) throw new Error(`缺少：${names}。请用系统的软件包工具安装后再运行。`);
  if (process.getuid?.() !== 0) throw new Error(`缺少：${names}。请运行：sudo sh -c '${command}'`);
  console.log(`安装系统组件：${names}`);
  execFileSync('sh', ['-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  const still = parts.filter(({ here }) => !here());
  if (still.length > 0)
    throw new Error(`安装后仍缺少：${still.map(({ name }) => name).join('、')}。请运行：${command}`);
}
