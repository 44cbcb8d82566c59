/** The figures of ARCHITECTURE.md's targets as ratios in one run. `npm run bench` (about four minutes), `-- --full` for the large halls. */
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { browserRow } from './bench/browser.js';
import { ballotRows, tallyRow, toolRow } from './bench/crypto.js';
import { castRow } from './bench/database.js';
import { importRow, ledgerRows } from './bench/ledger.js';
import { similarRow } from './bench/likeness.js';
import { serverRows } from './bench/server.js';
import { printTable, type Row } from './bench/table.js';

const help = `用法：npm run bench -- [选项]
  --full      大会场：3000 张票（约半小时）；不加约四分钟
  --help`;
const options = { full: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } as const;
const given = (() => {
  try {
    return parseArgs({ options }).values;
  } catch {
    console.error(`有不认识的选项：${process.argv.slice(2).join(' ')}\n\n${help}`);
    process.exit(2);
  }
})();
if (given.help) {
  console.log(help);
  process.exit(0);
}
const { full } = given;
const rows: Row[] = [];
const add = async (what: string, made: () => Row | Row[] | Promise<Row | Row[]>): Promise<void> => {
  console.log(`… ${what}`);
  rows.push(...[await made()].flat());
};

await add('封票和核验', ballotRows);
await add('浏览器封票', browserRow);
await add('belenios-tool 对照', toolRow);
await add('计票', () => tallyRow(full ? 3000 : 600));
await add('数据库', castRow);
await add('相似建议', similarRow);
await add('建议台账', ledgerRows);
await add('导入清单', importRow);
await add('整场：赞成票，Ed25519', () => serverRows(full ? 3000 : 200, 'approve_only', 'Ed25519'));
if (full)
  await add('整场：赞成/反对/弃权，BELENIOS-2048', () => serverRows(300, 'for_against_abstain', 'BELENIOS-2048'));

console.log(`\nNode ${process.version}，${availableParallelism()} 核 ${cpus()[0]?.model ?? ''}\n`);
printTable(rows);
process.exit(0);
