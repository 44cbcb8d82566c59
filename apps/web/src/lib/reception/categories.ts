/** The 15 codes of the collecting notice; a test compares them with the contract, whose schemas stay on the server. */
export const categories = [
  '交通出行',
  '就业创业',
  '城乡住房',
  '社会保障',
  '社会救济',
  '教育',
  '医疗卫生',
  '文化惠民',
  '旅游发展',
  '健康养老',
  '环境保护',
  '社会治理',
  '法律援助',
  '食品安全',
  '公共安全',
] as const;
