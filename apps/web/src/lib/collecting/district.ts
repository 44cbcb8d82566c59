import type { Place } from '@piaojue/contract';

/** What the drawn map shows of a town: a number, a second line where there is more to say, and where a tap leads. */
export interface TownFigure {
  readonly code: string;
  readonly n: number;
  readonly more?: string;
  readonly href?: string | undefined;
}

/** The drawing is 100 wide; places stand in percent of both sides. With figures it is taller: words need room. */
export const mapHeight = 72;
export const figuresHeight = 92;

type Point = { readonly x: number | string | null; readonly y: number | string | null };
export const centreOf = ({ x, y }: Point): { x: number; y: number } => ({
  x: Number(x ?? 50),
  y: (Number(y ?? 50) * mapHeight) / 100,
});

export const isOnMap = ({ townCode, x, y }: Place): boolean => townCode === null && x !== null && y !== null;

/** A circle whose area is its part of the largest; nothing has a small ring of its own. */
export const radiusOf = (n: number, most: number): number =>
  n <= 0 ? 1.6 : Math.max(0.9, Math.round(48 * Math.sqrt(n / most)) / 10);

/** How far a circle with its words reaches from its centre; a finger wants some room even where the number is small. */
const reachX = 8.6;
export const touch = 3.8;
const reachUp = (r: number): number => Math.max(r, touch);
const reachDown = (r: number, lines: number): number => r + 1 + 3.8 * lines;

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/**
 * Towns moved apart until no circle or word covers another: the drawing is not to scale, and its middle is crowded. Who
 * lies north or west of whom stays as it is as far as there is room.
 * @param lines  of words below each circle.
 */
export function arranged(towns: readonly (Point & { readonly r: number })[], lines: number): Spot[] {
  const spread = (at: number, all: readonly number[], from: number, to: number): number => {
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return most === least ? (from + to) / 2 : from + ((to - from) * (at - least)) / (most - least);
  };
  const centres = towns.map(centreOf);
  const xs = centres.map(({ x }) => x);
  const ys = centres.map(({ y }) => y);
  const low = figuresHeight - reachDown(2, lines);
  const spots = centres.map(({ x, y }) => ({ x: spread(x, xs, reachX, 100 - reachX), y: spread(y, ys, touch, low) }));
  for (let round = 0; round < 2000; round++) {
    let moved = false;
    for (const [i, a] of spots.entries())
      for (const [j, b] of spots.slice(i + 1).entries()) {
        const [ra, rb] = [towns[i]!.r, towns[i + 1 + j]!.r];
        const overX = 2 * reachX - Math.abs(a.x - b.x);
        const overY =
          a.y <= b.y
            ? reachDown(ra, lines) + reachUp(rb) - (b.y - a.y)
            : reachDown(rb, lines) + reachUp(ra) - (a.y - b.y);
        if (overX <= 0.01 || overY <= 0.01) continue;
        moved = true;
        // Now and then the other way: pairs that only push each other back and forth get out of it.
        const along = overX < overY !== (round % 9 === 8) ? 'x' : 'y';
        const step = (Math.min(overX, overY) / 2) * (a[along] <= b[along] ? 1 : -1);
        a[along] -= step;
        b[along] += step;
      }
    for (const [i, spot] of spots.entries()) {
      const { r } = towns[i]!;
      spot.x = Math.min(100 - reachX, Math.max(reachX, spot.x));
      spot.y = Math.min(figuresHeight - reachDown(r, lines), Math.max(reachUp(r), spot.y));
    }
    if (!moved) break;
  }
  return spots;
}

const letter = 4.2;
/** The four places of a name around its dot, the usual one first, each with the box its words fill. */
function placesOfName({ x, y, r, name }: Spot & { readonly r: number; readonly name: string }) {
  const wide = letter * name.length;
  const box = (left: number, top: number) => ({ left, right: left + wide, top, bottom: top + letter });
  const middle = y - letter / 2;
  return [
    { x, y: y + r + 3.9, anchor: 'middle', box: box(x - wide / 2, y + r + 0.4) },
    { x, y: y - r - 1.1, anchor: 'middle', box: box(x - wide / 2, y - r - 0.6 - letter) },
    { x: x + r + 0.8, y: middle + 3.6, anchor: 'start', box: box(x + r + 0.8, middle) },
    { x: x - r - 0.8, y: middle + 3.6, anchor: 'end', box: box(x - r - 0.8 - wide, middle) },
  ] as const;
}

export interface NamePlace extends Spot {
  readonly anchor: 'middle' | 'start' | 'end';
}

/** Where each name is written: under its dot, or above or beside it where another dot or name is in the way. */
export function namesBeside(
  spots: readonly (Spot & { readonly r: number; readonly name: string })[],
): readonly NamePlace[] {
  const taken = spots.map(({ x, y, r }) => ({ left: x - r, right: x + r, top: y - r, bottom: y + r }));
  return spots.map((spot) => {
    const common = (box: (typeof taken)[number]): number =>
      taken.reduce((sum, { left, right, top, bottom }) => {
        const across = Math.min(right, box.right) - Math.max(left, box.left);
        const down = Math.min(bottom, box.bottom) - Math.max(top, box.top);
        return sum + Math.max(0, across) * Math.max(0, down);
      }, 0);
    const { box, ...place } = placesOfName(spot).reduce((best, next) =>
      common(next.box) < common(best.box) ? next : best,
    );
    taken.push(box);
    return place;
  });
}

/** 城关街道 → 城关 */
export const shortName = (name: string): string => name.replace(/街道$|(?<=..)[镇乡]$/, '');
