import { createHash } from 'node:crypto';
import { and, count, eq, sum } from 'drizzle-orm';
import { all, first, type Tx } from '@piaojue/db';
import type { BodyOf, Proposal, addAttachment } from '@piaojue/contract';
import type { SignedIn } from '../accounts/sessions.js';
import { append } from '../audit/append.js';
import { newId, timeOf, type Deps } from '../deps.js';
import { kindOf } from './file-kinds.js';
import { isRefused, refuse, type Result } from '../result.js';
import { isUnit, mayEdit } from './sight.js';
import { listedIn } from './listed.js';
import { proposalById, updateProposal, yearListRow, type ProposalRow, type Query } from './store.js';
import { proposalView, seen, type Seen } from './view.js';
import { yearRow } from '../years/store.js';

const largest = 10_000_000;
const mostFiles = 10;
/** All attachments of one unit in one year, in bytes. */
const mostOfUnit = 200_000_000;

type AddRefusal =
  'not_found' | 'wrong_phase' | 'file_empty' | 'file_kind_unknown' | 'file_too_large' | 'too_many_files' | 'quota_full';

function* usedBy({ q, t }: Tx, year: number, unit: string): Query<number> {
  const row = yield* first(
    q
      .select({ size: sum(t.attachment.size) })
      .from(t.attachment)
      .innerJoin(t.proposal, eq(t.proposal.id, t.attachment.ownerId))
      .where(and(eq(t.attachment.ownerKind, 'proposal'), eq(t.proposal.year, year), eq(t.proposal.unit, unit))),
  );
  return Number(row?.size ?? 0);
}

/** Once others have judged a proposal, its files do not change unseen. */
function* logged(tx: Tx, me: SignedIn, row: ProposalRow, type: string, at: string, hash: string): Query<void> {
  if (row.submittedAt === null) return;
  yield* append(tx, { type, at, data: { year: row.year, proposal: row.id, file: hash, by: me.accountId } });
}

/** Files are not part of the text that others may be changing: no version is asked for, and none is lost. */
export async function addAttachmentAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  { name, content }: BodyOf<typeof addAttachment>,
): Promise<Result<Proposal, AddRefusal>> {
  const bytes = Buffer.from(content, 'base64');
  if (bytes.length === 0) return refuse('file_empty');
  if (bytes.length > largest) return refuse('file_too_large');
  const kind = kindOf(bytes);
  if (!kind) return refuse('file_kind_unknown');
  const at = timeOf(deps);
  const attachmentId = newId(deps.random);
  const hash = createHash('sha256').update(bytes).digest('hex');
  return deps.store.write(function* (tx): Query<Result<Proposal, AddRefusal>> {
    const { q, t } = tx;
    const found = yield* seen(tx, me, id);
    if (isRefused(found)) return found;
    const { row, sight } = found;
    const year = (yield* yearRow(tx, row.year))!;
    if (!isUnit(me, row.unit) || mayEdit(me, row, year.state) !== 'draft')
      return refuse('wrong_phase', { state: row.state });
    const have = yield* first(
      q
        .select({ n: count() })
        .from(t.attachment)
        .where(and(eq(t.attachment.ownerKind, 'proposal'), eq(t.attachment.ownerId, id))),
    );
    if (Number(have?.n ?? 0) >= mostFiles) return refuse('too_many_files', `一个项目最多 ${mostFiles} 个附件。`);
    if ((yield* usedBy(tx, row.year, row.unit)) + bytes.length > mostOfUnit) return refuse('quota_full');
    yield* first(
      q
        .insert(t.attachment)
        .values({
          id: attachmentId,
          ownerKind: 'proposal',
          ownerId: id,
          name: kind.named(name),
          type: kind.type,
          size: bytes.length,
          hash,
          bytes,
          by: me.accountId,
          at,
        })
        .returning({ id: t.attachment.id }),
    );
    yield* logged(tx, me, row, 'proposal_file_added', at, hash);
    return yield* proposalView(tx, me, row, sight);
  });
}

export async function removeAttachmentAct(
  deps: Deps,
  me: SignedIn,
  id: string,
  attachmentId: string,
): Promise<Result<Proposal, 'not_found' | 'wrong_phase'>> {
  const at = timeOf(deps);
  return deps.store.write(function* (tx): Query<Result<Proposal, 'not_found' | 'wrong_phase'>> {
    const { q, t } = tx;
    const found = yield* seen(tx, me, id);
    if (isRefused(found)) return found;
    const { row, sight } = found;
    const year = (yield* yearRow(tx, row.year))!;
    if (mayEdit(me, row, year.state) !== 'draft') return refuse('wrong_phase', { state: row.state });
    const gone = yield* all(
      q
        .delete(t.attachment)
        .where(
          and(eq(t.attachment.id, attachmentId), eq(t.attachment.ownerKind, 'proposal'), eq(t.attachment.ownerId, id)),
        )
        .returning({ hash: t.attachment.hash }),
    );
    const [file] = gone;
    if (!file) return refuse('not_found');
    yield* logged(tx, me, row, 'proposal_file_removed', at, file.hash);
    const changed = yield* updateProposal(tx, row, { updatedBy: me.accountId, updatedAt: at });
    return yield* proposalView(tx, me, changed, sight);
  });
}

/** The proposal and how it is seen; the standing committee sees what is on the government's list. */
function* seenForReading(tx: Tx, me: SignedIn, id: string): Query<Seen> {
  const row = me.roles.includes('committee') ? yield* proposalById(tx, id) : undefined;
  const list = row ? yield* yearListRow(tx, row.year) : undefined;
  if (row && list && listedIn(list).some((each) => each.id === id)) return { row, sight: 'office' };
  return yield* seen(tx, me, id);
}

/** The bytes, for whoever sees the proposal; outside its unit not what was attached since the last submission. */
export const readAttachmentAct = (deps: Deps, me: SignedIn, id: string, attachmentId: string) =>
  deps.store.read(function* (tx): Query<Result<{ name: string; type: string; bytes: Uint8Array }, 'not_found'>> {
    const { q, t } = tx;
    const found = yield* seenForReading(tx, me, id);
    if (isRefused(found)) return found;
    const { row, sight } = found;
    const file = yield* first(
      q
        .select()
        .from(t.attachment)
        .where(
          and(eq(t.attachment.id, attachmentId), eq(t.attachment.ownerKind, 'proposal'), eq(t.attachment.ownerId, id)),
        ),
    );
    if (!file || (sight !== 'own' && (row.submittedAt === null || file.at > row.submittedAt)))
      return refuse('not_found');
    return { name: file.name, type: file.type, bytes: file.bytes };
  });
