import { createHash } from 'node:crypto';
import * as contract from '@piaojue/contract';
import { describe, expect, test } from 'vitest';
import { yearInPreparation, settings } from '../testing/years.js';
import { idea } from '../testing/samples/idea.js';
import {
  decide,
  listBeforeCommittee,
  marked,
  move,
  shortList,
  submitTheList,
  wholeFields,
  yearInScreening,
  type Screening,
} from '../testing/screening.js';
import { fresh, type Person } from '../testing/world.js';

const names = ['老旧小区改造', '农村公路', '口袋公园'];
const period = { title: '公示', from: '2024-03-01', until: '2024-03-08' };

const publish = async (s: Screening, id: string) => {
  await fresh(s.member);
  return s.member.ask(contract.publishDisclosure, { params: { ...s.params, disclosureId: id } });
};
const prepared = (s: Screening) => s.clerk.call(contract.prepareCommentPeriod, { params: s.params, body: period });
const publicList = (s: Screening, query: { of?: 'comments' } = {}) =>
  s.world.anyone.call(contract.readPublicList, { params: s.params, query });
const proposal = (s: Screening, id: string) => s.office.call(contract.readProposal, { params: { proposalId: id } });

/** Sent back by the standing committee, rewritten by its unit, and on the list again. */
async function rewritten(s: Screening, id: string, change: Partial<contract.DraftFields>): Promise<void> {
  await move(s.clerk, await proposal(s, id), 'send_back', '请写清楚');
  const unit = (await proposal(s, id)).unit === '区住建局' ? s.housing : s.roads;
  const back = await unit.call(contract.readProposal, { params: { proposalId: id } });
  const saved = await unit.call(contract.saveProposal, {
    params: { proposalId: id },
    body: { version: back.version, fields: { ...wholeFields(back.fields.name), ...change }, note: null },
  });
  const again = await move(unit, saved, 'submit');
  const { version } = await marked(s.office, again);
  await s.office.call(contract.relistProposal, { params: { proposalId: id }, body: { version } });
}

describe('what was prepared and no longer holds is not let out', () => {
  test('a 公示 whose project was withdrawn meanwhile', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    const { id } = await prepared(s);
    await move(s.clerk, await proposal(s, ids[1]!), 'withdraw', '上级已安排');
    expect((await publish(s, id)).refusal).toBe('content_changed');
    expect((await publicList(s)).stage).toBe('none');
    await s.clerk.call(contract.withdrawDisclosure, { params: { ...s.params, disclosureId: id } });
    expect((await publish(s, (await prepared(s)).id)).status).toBe(200);
    expect((await publicList(s)).projects).toHaveLength(2);
  });

  test('a 公示 that waits holds up the decision, so that none opens afterwards', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    const { id } = await prepared(s);
    expect((await decide(s, ids)).refusal).toBe('comments_waiting');
    await s.clerk.call(contract.withdrawDisclosure, { params: { ...s.params, disclosureId: id } });
    expect((await decide(s, ids)).status).toBe(200);
    expect((await publish(s, id)).refusal).toBe('already_published');
  });

  test('a notice that was written anew after it went to review', async () => {
    const c = await yearInPreparation();
    const params = { year: String(c.year) };
    const { id } = await c.clerk.call(contract.prepareDisclosure, { params, body: { kind: 'notice', title: '公告' } });
    const { version } = await c.clerk.call(contract.readYear, { params });
    const changed = await c.clerk.ask(contract.setYear, {
      params,
      body: { version, settings: { ...settings, notice: '另一份公告。' } },
    });
    if (changed.status !== 200) return; // refused while it is under review: the same in the end
    await fresh(c.office);
    const out = await c.office.ask(contract.publishDisclosure, { params: { ...params, disclosureId: id } });
    expect(out.refusal).toBe('content_changed');
  });
});

describe('the decision', () => {
  test('what was changed after the 公示 becomes a candidate only when that is said', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    await publish(s, (await prepared(s)).id);
    await s.clerk.call(contract.closeCommentPeriod, { params: s.params });
    await rewritten(s, ids[0]!, { content: '公示以后换了内容' });
    const { papers } = await s.member.call(contract.readPapers, { params: s.params });
    expect(papers[0]).toMatchObject({ changed: ['content'], changedSincePublic: ['content'] });
    const refused = await decide(s, ids);
    expect(refused.refusal).toBe('changed_since_public');
    expect(refused.text).toContain(names[0]);
    expect((await decide(s, ids.slice(1), { acceptsDifferential: true })).status).toBe(200);
  });

  test('the same, accepted, stands in the record and, once the candidates are public, in the log', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    await publish(s, (await prepared(s)).id);
    await s.clerk.call(contract.closeCommentPeriod, { params: s.params });
    await rewritten(s, ids[0]!, { content: '公示以后换了内容' });
    expect((await decide(s, ids, { acceptsChanged: true })).status).toBe(200);
    const { list } = await s.clerk.call(contract.readCandidates, { params: s.params });
    expect(list.decision).toMatchObject({ changedSincePublic: 1 });
    const { id } = await s.clerk.call(contract.prepareCandidateList, { params: s.params, body: { title: '候选' } });
    await publish(s, id);
    const [last] = await s.world.database.sql('SELECT entry FROM log_leaf ORDER BY seq DESC LIMIT 1');
    expect(String(last?.['entry'])).toContain('"changedSincePublic":1');
  });

  test('R-CUT-01: fewer candidates than places are none, whatever is accepted', async () => {
    const { s, ids } = await listBeforeCommittee(names, { places: 3 });
    const two = () => decide(s, ids.slice(0, 2), { acceptsDifferential: true });
    expect((await two()).refusal).toBe('fewer_than_places');
    // The number of places may have been typed wrong: it can be mended before the standing committee, by an act in the log.
    const { version, ...year } = await s.clerk.call(contract.readYear, { params: s.params });
    const { notice, collectFrom, collectUntil, perPerson, fundFen, leastSurplus } = year;
    const settings = { notice, collectFrom, collectUntil, perPerson, fundFen, leastSurplus, places: 2 };
    await s.clerk.call(contract.setYear, { params: s.params, body: { version, settings } });
    expect((await two()).status).toBe(200);
    expect(
      (await s.clerk.ask(contract.setYear, { params: s.params, body: { version: version + 2, settings } })).refusal,
    ).toBe('wrong_phase');
  });

  test('what the list is measured by is not changed by the side whose list it is', async () => {
    const { s } = await listBeforeCommittee(names);
    const { version, ...year } = await s.office.call(contract.readYear, { params: s.params });
    const { notice, collectFrom, collectUntil, perPerson, fundFen } = year;
    const body = {
      version,
      settings: { notice, collectFrom, collectUntil, perPerson, fundFen, places: 1, leastSurplus: 0 },
    };
    expect((await s.office.ask(contract.setYear, { params: s.params, body })).refusal).toBe('clerk_only');
    expect((await s.clerk.ask(contract.setYear, { params: s.params, body })).status).toBe(200);
  });

  test('no meeting decides on a list before the meeting that made it', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    expect((await decide(s, ids, { heldOn: '2024-02-19' })).refusal).toBe('held_before_list');
    expect((await decide(s, ids, { heldOn: '2024-02-20' })).status).toBe(200);
  });

  test('a meeting that has not been cannot have decided; the book tells its day', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    expect((await decide(s, ids, { heldOn: '2099-01-01' })).refusal).toBe('day_in_future');
    await decide(s, ids);
    const { list } = await s.member.call(contract.readCandidates, { params: s.params });
    expect(list.decision?.heldOn).toBe('2024-02-25');
  });
});

describe('what anybody can check', () => {
  test('the file of what was published has the hash that the register gives', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    const waiting = await prepared(s);
    const raw = (id: string) => s.world.anyone.raw({ url: `/api/public/disclosures/${id}/content` });
    expect((await raw(waiting.id)).status).toBe(404);
    await publish(s, waiting.id);
    await s.clerk.call(contract.closeCommentPeriod, { params: s.params });
    await decide(s, ids);
    const list = await s.clerk.call(contract.prepareCandidateList, { params: s.params, body: { title: '候选项目' } });
    await publish(s, list.id);
    const { disclosures } = await s.world.anyone.call(contract.readRegister);
    expect(disclosures.map(({ kind }) => kind).toSorted()).toEqual(['candidates', 'comment_period']);
    for (const { id, hash } of disclosures)
      expect(
        createHash('sha256')
          .update((await raw(id)).text)
          .digest('hex'),
      ).toBe(hash);
  });

  test('what was shown for comments can be read after the candidates are public', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    await publish(s, (await prepared(s)).id);
    await s.clerk.call(contract.closeCommentPeriod, { params: s.params });
    await decide(s, ids.slice(0, 2), { acceptsDifferential: true });
    const list = await s.clerk.call(contract.prepareCandidateList, { params: s.params, body: { title: '候选项目' } });
    await publish(s, list.id);
    expect(await publicList(s)).toMatchObject({ stage: 'candidates', other: 'comments', open: false });
    const shown = await publicList(s, { of: 'comments' });
    expect([shown.stage, shown.other, shown.projects.length]).toEqual(['comments', 'candidates', 3]);
  });
});

describe('where a project came from', () => {
  test('everybody follows it to the suggestions that are public and whose decision is known, and back', async () => {
    const s = await yearInScreening();
    const suggested = async (title: string) =>
      (
        await s.clerk.call(contract.addSuggestion, {
          params: s.params,
          body: { channel: 'letter', sourceRef: null, receivedOn: null, suggestion: idea({ title }) },
        })
      ).seq;
    const [open, secret, hidden] = [
      await suggested('小区没有电梯'),
      await suggested('想装电梯'),
      await suggested('我家要电梯'),
    ];
    await s.clerk.call(contract.showSuggestions, { body: { seqs: [open, secret], shown: true } });
    await s.clerk.call(contract.settleSuggestion, {
      params: { seq: String(secret) },
      body: { version: 1, act: 'adopt', reason: '转为项目建议。' },
    });
    const list = await shortList(s, names);
    for (const seq of [open, secret, hidden])
      await s.world.database.sql(`INSERT INTO proposal_origin (proposal_id, seq) VALUES ('${list[0]!.id}', ${seq})`);
    await submitTheList(s, list);
    await publish(s, (await prepared(s)).id);
    const numbers = async () => (await publicList(s)).projects[0]!.suggestions.map(({ seq }) => seq);
    // That somebody decided on the second one is not public yet.
    expect((await publicList(s)).projects[0]!.suggestions).toEqual([{ seq: open, title: '小区没有电梯' }]);
    await s.clerk.call(contract.closeCommentPeriod, { params: s.params });
    await decide(
      s,
      list.map(({ id }) => id),
      { acceptsDifferential: true },
    );
    expect(await numbers()).toEqual([open]);
    const fixed = await s.clerk.call(contract.prepareCandidateList, { params: s.params, body: { title: '候选项目' } });
    await publish(s, fixed.id);
    expect(await numbers()).toEqual([open, secret]);
  });
});

describe('what the standing committee has before it', () => {
  test('opinions, the sheet and the origins; a delegate reads what everybody may read', async () => {
    const { s } = await listBeforeCommittee(names);
    const [mine] = (await s.member.call(contract.readPapers, { params: s.params })).papers;
    expect(mine?.inside).toMatchObject({ score: expect.any(Number), failed: [], opinions: [], attachments: [] });
    const [theirs] = (await s.delegate.call(contract.readPapers, { params: s.params })).papers;
    expect(theirs?.inside).toBeNull();
  });

  test('who is in charge, preparations and notes are for the offices, the committee and the own unit alone', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    const person = '张三 0379-1234567';
    const papers = async (who: Person) => JSON.stringify(await who.call(contract.readPapers, { params: s.params }));
    for (const who of [s.member, s.clerk, s.office, s.auditor]) expect(await papers(who)).toContain(person);
    expect(await papers(s.delegate)).not.toContain(person);
    // What changed in them is no news for a delegate either.
    await rewritten(s, ids[0]!, { contact: '李四 0379-7654321', content: '新的内容' });
    const changed = async (who: Person) =>
      (await who.call(contract.readPapers, { params: s.params })).papers[0]?.changed.toSorted();
    expect(await changed(s.member)).toEqual(['contact', 'content']);
    expect(await changed(s.delegate)).toEqual(['content']);

    expect((await decide(s, ids)).status).toBe(200);
    const book = async (who: Person) =>
      (await who.call(contract.readCandidates, { params: s.params })).candidates.map(
        ({ fields }) => `${fields.leadUnit} ${fields.contact}`,
      );
    expect((await book(s.member)).every((line) => / .+/.test(line))).toBe(true);
    const presidium = await s.world.as('presidium');
    for (const who of [s.delegate, presidium]) expect((await book(who)).every((line) => line.endsWith(' '))).toBe(true);
    const own = await book(s.roads);
    expect(own.filter((line) => !line.endsWith(' '))).toEqual([`区交通局 ${person}`]);
    expect(own).toHaveLength(names.length);
  });

  test('a delegate who is of the presidium as well reads as a delegate', async () => {
    const { s } = await listBeforeCommittee(names);
    const both = await s.world.person('both', ['delegate', 'presidium']);
    const [paper] = (await both.call(contract.readPapers, { params: s.params })).papers;
    expect(paper?.inside).toBeNull();
  });

  test('an attachment that came with the submission opens for a member, not for a delegate', async () => {
    const { s, ids } = await listBeforeCommittee(names);
    await s.world.database.sql(
      `INSERT INTO attachment (id, owner_kind, owner_id, name, type, size, hash, bytes, at) VALUES ('file23456789', 'proposal', '${ids[0]}', '论证.pdf', 'application/pdf', 1, 'x', X'31', '2020-01-01T00:00:00.000Z')`,
    );
    const url = `/api/proposals/${ids[0]}/attachments/file23456789`;
    expect((await s.member.raw({ url })).status).toBe(200);
    expect((await s.delegate.raw({ url })).status).toBe(403);
    const [paper] = (await s.member.call(contract.readPapers, { params: s.params })).papers;
    expect(paper?.inside?.attachments.map(({ name }) => name)).toEqual(['论证.pdf']);
  });
});

describe('who has the papers', () => {
  test('papers are read by who signed for them; the clerk sees who has not', async () => {
    const { s } = await listBeforeCommittee(names);
    await s.delegate.call(contract.signForPapers, { params: s.params });
    await s.delegate.call(contract.signForPapers, { params: s.params });
    const { receipts } = await s.clerk.call(contract.listReceipts, { params: s.params });
    expect(receipts.map(({ name, at }) => [name, at !== null]).toSorted()).toEqual([
      ['committee同志', false],
      ['delegate同志', true],
    ]);
    expect(await s.world.count(`log_leaf WHERE entry LIKE '%papers_received%'`)).toBe(1);
  });

  test('delegates of the roll without an account stand on the list until the clerk records that they got paper', async () => {
    const { s } = await listBeforeCommittee(names);
    const sitting = await s.clerk.call(contract.createSitting, { body: { title: '第四次会议', year: 2024 } });
    const roll = '代表证号,姓名,代表团\n001,张大山,城关代表团\n002,李小河,首阳山代表团';
    const imported = await s.clerk.call(contract.importDelegates, {
      params: { sittingId: sitting.id },
      body: { format: 'csv', content: roll, commit: true },
    });
    expect(imported.errors).toEqual([]);
    const list = () => s.clerk.call(contract.listReceipts, { params: s.params });
    const onPaper = async () =>
      (await list()).receipts.filter(({ number }) => number !== null).map(({ number, at }) => [number, at !== null]);
    expect((await onPaper()).toSorted()).toEqual([
      ['001', false],
      ['002', false],
    ]);
    const record = (numbers: string[]) =>
      s.clerk.ask(contract.recordPapersHanded, { params: s.params, body: { numbers } });
    expect((await record(['001', '999'])).refusal).toBe('delegate_unknown');
    expect((await record(['001', '001'])).status).toBe(200);
    expect((await record(['001'])).status).toBe(200);
    expect((await onPaper()).toSorted()).toEqual([
      ['001', true],
      ['002', false],
    ]);
    const entries = await s.world.database.sql(`SELECT entry FROM log_leaf WHERE entry LIKE '%papers_handed%'`);
    expect(entries).toHaveLength(1);
  });

  test('a delegate stays on the list whose namesake has an account', async () => {
    const { s } = await listBeforeCommittee(names);
    const sitting = await s.clerk.call(contract.createSitting, { body: { title: '第四次会议', year: 2024 } });
    const content =
      '代表证号,姓名,代表团\n001,delegate同志,城关代表团\n002,delegate同志,首阳山代表团\n003,张大山,城关代表团';
    await s.clerk.call(contract.importDelegates, {
      params: { sittingId: sitting.id },
      body: { format: 'csv', content, commit: true },
    });
    const onPaper = async () =>
      (await s.clerk.call(contract.listReceipts, { params: s.params })).receipts
        .filter(({ number }) => number !== null)
        .map(({ number, name, at }) => [number, name, at !== null]);
    const before = await onPaper();
    expect(before.map(([, name]) => name).toSorted()).toEqual(['delegate同志', '张大山']);
    const handed = String(before.find(([, name]) => name === 'delegate同志')?.[0]);
    await s.clerk.call(contract.recordPapersHanded, { params: s.params, body: { numbers: [handed] } });
    expect(await onPaper()).toContainEqual([handed, 'delegate同志', true]);
    expect(await onPaper()).toHaveLength(2);
  });
});
