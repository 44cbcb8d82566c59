import { isDayOnly } from '@piaojue/contract';

const zone = 'Asia/Shanghai';
const dateTime = new Intl.DateTimeFormat('zh-CN', {
  timeZone: zone,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

interface Parts {
  readonly year: string;
  readonly month: string;
  readonly day: string;
  readonly hour: string;
  readonly minute: string;
}

/** Beijing time, whatever the machine's zone: the same text on the server and in the browser. */
export function partsOf(iso: string): Parts {
  const found = Object.fromEntries(dateTime.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
  return {
    year: found['year'] ?? '',
    month: found['month'] ?? '',
    day: found['day'] ?? '',
    hour: found['hour'] ?? '',
    minute: found['minute'] ?? '',
  };
}

export function dateText(iso: string): string {
  const { year, month, day } = partsOf(iso);
  return `${year}年${month}月${day}日`;
}

export function timeText(iso: string): string {
  const { hour, minute } = partsOf(iso);
  return `${dateText(iso)} ${hour}:${minute}`;
}

/** When a suggestion was received: the day alone where nothing more is known. */
export const receivedText = (iso: string): string => (isDayOnly(iso) ? dateText(iso) : timeText(iso));

/** 2025-03-01 → 2025年3月1日 */
export const dayText = (day: string): string => {
  const [year, month, date] = day.split('-');
  return `${year}年${Number(month)}月${Number(date)}日`;
};

/** Today in Beijing, for the smallest date of a field. */
export const todayText = (now = new Date()): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(now);

/** Before the act that ends what was announced until this day: that the day has not passed yet, where it has not. */
export function notYetOver(until: string | null, today = todayText()): string | undefined {
  if (until === null || until < today) return undefined;
  return until === today
    ? '公告写明的截止日期就是今天，今天还没有过完。'
    : `公告写明的截止日期是${dayText(until)}，还没有到。`;
}

/** 分 → 万元, without needless zeros: 12000000 → 12, 1234500 → 1.2345. */
export function wanYuan(fen: number): string {
  const text = (fen / 1_000_000).toFixed(6).replace(/\.?0+$/, '');
  const [whole = '0', part] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return part === undefined ? grouped : `${grouped}.${part}`;
}

const digits = '零一二三四五六七八九';
/** 1 → 一, 20 → 二十, 25 → 二十五, 105 → 一百零五; whole numbers from 0 to 999. */
export function chineseNumber(n: number): string {
  if (!Number.isInteger(n) || n < 0 || n > 999) return String(n);
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10];
  if (n < 10) return digits[n] ?? '';
  const tail = ones === 0 ? '' : (digits[ones] ?? '');
  if (hundreds === 0) return `${tens === 1 ? '' : digits[tens]}十${tail}`;
  const middle = tens === 0 ? (ones === 0 ? '' : '零') : `${digits[tens]}十`;
  return `${digits[hundreds]}百${middle}${tail}`;
}

/** 第二轮 */
export const roundWord = (round: number): string => `第${chineseNumber(round)}轮`;

/** What stands behind a title: nothing for the first round, （第二轮）for the next. */
export const roundName = (round: number): string => (round > 1 ? `（${roundWord(round)}）` : '');

export function percent(part: number, whole: number): string {
  return whole > 0 ? `${((100 * part) / whole).toFixed(1)}%` : '—';
}

/** Seconds as 12:05 or 1:02:05; never below zero. */
export function clock(seconds: number): string {
  const left = Math.max(0, Math.floor(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(left / 3600);
  const minutes = Math.floor(left / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(left % 60)}` : `${two(minutes)}:${two(left % 60)}`;
}

/** 13812345678 → 138****5678: enough to know it again, asked for before it is read in full. */
export const phoneMasked = (phone: string): string =>
  phone.length < 7 ? phone && '电话' : `${phone.slice(0, 3)}****${phone.slice(-4)}`;
