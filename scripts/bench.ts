/** The figures of ARCHITECTURE.md's targets as ratios in one run. `npm run bench` (about four minutes), `-- --full` for the large halls. */
import { availableParallelism, cpus } from 'node:os';
import { ballotRows, tallyRow, toolRow } from './bench/crypto.js';
import { castRow } from './bench/database.js';
import { serverRows } from './bench/server.js';
import { printTable, type Row } from './bench/table.js';

const full = process.argv.includes('--full');
const rows: Row[] = [];
const add = async (what: string, made: () => Row | Row[] | Promise<Row | Row[]>): Promise<void> => {
  console.log(`… ${what}`);
  rows.push(...[await made()].flat());
};

await add('封票和核验', ballotRows);
await add('belenios-tool 对照', toolRow);
await add('计票', () => tallyRow(full ? 3000 : 600));
await add('数据库', castRow);
await add('整场：赞成票，Ed25519', () => serverRows(full ? 3000 : 200, 'approve_only', 'Ed25519'));
if (full)
  await add('整场：赞成/反对/弃权，BELENIOS-2048', () => serverRows(300, 'for_against_abstain', 'BELENIOS-2048'));

console.log(`\nNode ${process.version},${availableParallelism()} 核 ${cpus()[0]?.model ?? ''}\n`);
printTable(rows);
process.exit(0);
