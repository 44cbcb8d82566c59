/** The page of a list that an address asks for; whatever is none is the first. */
export const pageOf = ({ searchParams }: URL): number => {
  const asked = searchParams.get('page') ?? '';
  return /^[1-9]\d{0,4}$/.test(asked) ? Number(asked) : 1;
};
