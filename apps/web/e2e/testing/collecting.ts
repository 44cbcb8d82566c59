import { randomUUID } from 'node:crypto';
import * as contract from '@piaojue/contract';
import type { SuggestionInput } from '@piaojue/contract';
import { Client } from '../../../../scripts/rehearsal/client.js';
import { fresh, makeStaff, password, type Staff } from '../../../../scripts/rehearsal/people.js';
import { solve } from '../../src/lib/proof/derive.js';

/** A year whose notice is public and whose window is open, with places and a few suggestions let through. */
export interface Collected {
  readonly staff: Staff;
  readonly office: Client;
  readonly year: number;
  /** Sends as the page does. @returns the number in the ledger and the code. */
  send(change: Partial<SuggestionInput>): Promise<{ seq: number; code: string }>;
  show(seqs: number[]): Promise<void>;
}

const notice = `为贯彻以人民为中心的发展思想，办好群众身边的实事，现向社会公开征集2025年民生实事项目。
一、征集时间：即日起至2024年12月7日。
二、征集原则：尊重民意、普惠共享；尽力而为、量力而行。
三、征集内容：群众关心、受益面广、当年能够办成的事。建议应一事一提。
四、征集方式：网上提交，或者到代表联络站当面反映。`;

const places = [
  ['编码', '镇（街道）', '村（社区）', '横', '纵'],
  ['T01', '城关街道', '', '48', '52'],
  ['V0101', '城关街道', '东街社区', '', ''],
  ['V0102', '城关街道', '西街社区', '', ''],
  ['T02', '首阳山街道', '', '30', '40'],
  ['T03', '顾县镇', '', '62', '64'],
  ['V0301', '顾县镇', '史家湾村', '', ''],
  ['T04', '府店镇', '', '70', '88'],
  ['T05', '缑氏镇', '', '50', '80'],
  ['T06', '山化镇', '', '72', '30'],
  ['T07', '邙岭镇', '', '44', '18'],
  ['T08', '大口镇', '', '34', '84'],
];

/** Over the API, on a server that is not set up yet. */
export async function openCollecting(base: string, token: string): Promise<Collected> {
  const staff = await makeStaff(base, token, 1);
  const { activationCode } = await staff.admin.call(contract.createAccount, {
    body: { username: 'office', displayName: '区政府办公室', roles: ['gov_office'], unit: null },
  });
  await new Client(base).call(contract.activate, { body: { username: 'office', code: activationCode, password } });
  const office = new Client(base);
  await office.call(contract.signIn, { body: { username: 'office', password } });
  return openYear(base, staff, office);
}

async function openYear(base: string, staff: Staff, office: Client): Promise<Collected> {
  const { clerk } = staff;
  const year = 2025;
  const params = { year: String(year) };
  await clerk.call(contract.importPlaces, {
    body: { format: 'json', content: JSON.stringify(places), commit: true },
  });
  const { version, perPerson } = await clerk.call(contract.createYear, { body: { year } });
  const dates = { collectFrom: '2024-11-07', collectUntil: '2099-12-07' };
  const rest = { fundFen: null, places: 20, leastSurplus: 20 };
  await clerk.call(contract.setYear, {
    params,
    body: { version, settings: { notice, perPerson, ...dates, ...rest } },
  });
  const { id } = await clerk.call(contract.prepareDisclosure, {
    params,
    body: { kind: 'notice', title: '关于公开征集演练区2025年民生实事项目的公告' },
  });
  await fresh(office);
  await office.call(contract.publishDisclosure, { params: { ...params, disclosureId: id } });
  await clerk.call(contract.startCollecting, { params });

  const somebody = new Client(base);
  return {
    staff,
    office,
    year,
    async send(change) {
      const { challenge } = await somebody.call(contract.readChallenge);
      const suggestion: SuggestionInput = {
        category: '公共安全',
        title: '东街社区安装路灯',
        content: '东街社区的巷子晚上太黑，老人和孩子出行不方便，请安装路灯。',
        reason: '',
        advice: '',
        placeCode: null,
        placeNote: '',
        point: null,
        suggesterKind: 'resident',
        suggester: { name: '', phone: '', email: '' },
        ...change,
      };
      const { code } = await somebody.call(contract.sendSuggestion, {
        params,
        body: { clientId: randomUUID(), suggestion, device: randomUUID(), proof: await solve(challenge), website: '' },
      });
      const { suggestions } = await clerk.call(contract.listSuggestions, { params, query: {} });
      return { seq: suggestions[0]!.seq, code };
    },
    async show(seqs) {
      await clerk.call(contract.showSuggestions, { body: { seqs, shown: true } });
    },
  };
}
