/** A table of states: for each state, the acts it allows and the state each leads to (R-58: nothing else is possible). */
export type Moves<State extends string, Act extends string> = Readonly<
  Record<State, Readonly<Partial<Record<Act, State>>>>
>;

/** The state after `act`, or undefined where the table does not list the act. */
export function nextIn<State extends string, Act extends string>(
  moves: Moves<State, Act>,
  state: State,
  act: Act,
): State | undefined {
  const listed = moves[state];
  return Object.hasOwn(listed, act) ? listed[act] : undefined;
}

/** The acts that `state` allows, in the order of the table. */
export function actsIn<State extends string, Act extends string>(moves: Moves<State, Act>, state: State): Act[] {
  return Object.keys(moves[state]) as Act[];
}
