/** Constructed names: no one of them is meant to be a real person. Place names are real towns of 偃师. */
export const delegations = [
  ['城关代表团', 21],
  ['首阳山代表团', 20],
  ['商城代表团', 19],
  ['伊洛代表团', 18],
  ['顾县镇代表团', 20],
  ['府店镇代表团', 19],
  ['翟镇镇代表团', 18],
  ['岳滩镇代表团', 17],
  ['缑氏镇代表团', 18],
  ['高龙镇代表团', 17],
  ['邙岭镇代表团', 16],
  ['山化镇代表团', 16],
  ['大口镇代表团', 16],
] as const;

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕'];
const given = [
  ...'建国 桂英 秀兰 志强 玉梅 海燕 永刚 淑珍 文斌 晓丽 德福 春华 红霞 振东 素琴 立新 广才 翠花 少杰 亚楠 俊峰 月娥 保林 金凤 宏伟 喜梅 卫东 彩霞 学军 爱玲'.split(
    ' ',
  ),
  ...'喆 堃 淼 镕 珺 璟 翀'.split(' '),
];

/** The i-th constructed name; the first 1,400 or so are all different. */
export const nameOf = (i: number): string =>
  `${surnames[i % surnames.length]}${given[(i * 7 + Math.floor(i / surnames.length)) % given.length]}`;

/** The roll of the demo sitting: 235 delegates in 13 delegations. */
export function demoRoll(): { number: string; name: string; delegation: string; suspended: boolean }[] {
  let i = 0;
  return delegations.flatMap(([delegation, size]) =>
    Array.from({ length: size }, () => {
      i += 1;
      return { number: String(i).padStart(3, '0'), name: nameOf(i), delegation, suspended: false };
    }),
  );
}
