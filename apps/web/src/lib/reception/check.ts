import { receptionInput, type BodyOf, type sendReception } from '@piaojue/contract';

const names: Readonly<Record<string, string>> = {
  at: '时间',
  visitors: '来访人数',
  opinion: '反映的意见',
  content: '反映的意见',
  solvedHow: '怎样解决的',
  title: '建议名称',
  category: '建议类别',
  placeNote: '具体位置',
  reason: '理由',
  advice: '办理建议',
  name: '来访人姓名',
  phone: '来访人电话',
};

/**
 * What the server would refuse of a reception, in words, before it is kept: whoever is offline cannot be asked later.
 * By the contract's own schema; loaded when the page has time, and kept by the service worker with the rest.
 */
export function faultsIn(body: BodyOf<typeof sendReception>): string[] {
  const parsed = receptionInput.safeParse(body);
  if (parsed.success) return [];
  const said = parsed.error.issues.map(({ path, message }) => {
    const name = names[String(path.at(-1))] ?? '';
    return `${name}：${/[\u4e00-\u9fff]/.test(message) ? message : '填写的内容不符合要求'}。`;
  });
  return [...new Set(said)];
}
