/** Small drawings as SVG shapes: the QR code and the chart of years. Their texts stand beside them, as text. */
import { create } from "qrcode";
import type { FileView } from "#contract/ledger.ts";

/** Shapes on a surface of `width` by `height`. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly shapes: string;
}

/** The QR code of a text (error correction M): a rectangle for every run of dark squares in a row. */
export function qrOf(text: string): Drawing {
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const { size } = modules;
  let path = "";
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let run = 0;
      while (x + run < size && modules.get(y, x + run)) run++;
      if (run > 0) path += `M${x} ${y}h${run}v1h-${run}z`;
      x += run;
    }
  }
  return { width: size, height: size, shapes: `<path d='${path}'/>` };
}

/** Decisions of one year. */
export interface Bar {
  readonly year: string;
  readonly adverse: number;
  readonly other: number;
}

/** How many years the chart shows. */
const chartYears = 10;

/** Decisions by year, the last ten years that had any. */
export function barsOf(months: FileView["months"]): Bar[] {
  const years = Map.groupBy(months, ({ month }) => month.slice(0, 4));
  return [...years]
    .map(([year, those]) => ({
      year,
      adverse: those.reduce((sum, { adverse }) => sum + adverse, 0),
      other: those.reduce((sum, { other }) => sum + other, 0),
    }))
    .sort((a, b) => (a.year < b.year ? -1 : 1))
    .slice(-chartYears);
}

/** Bars with their labels, one under each; `step` is the width of a bar with its gap, in millimetres. */
export interface Chart {
  readonly drawing: Drawing;
  readonly step: number;
  readonly labels: readonly string[];
}

const step = 15;
const barHeight = 14;

/** Stacks the adverse decisions of a year on the others. */
export function chartOf(bars: readonly Bar[]): Chart {
  const top = Math.max(1, ...bars.map(({ adverse, other }) => adverse + other));
  const rectangle = (at: number, from: number, height: number, fill: string) =>
    height === 0
      ? ""
      : `<rect x='${at * step + 3}' y='${rounded(barHeight - from - height)}' width='9' height='${rounded(height)}' fill='${fill}'/>`;
  const shapes = bars.map(({ adverse, other }, at) => {
    const low = (other / top) * barHeight;
    return rectangle(at, 0, low, "#9fb0b8") + rectangle(at, low, (adverse / top) * barHeight, "#a5600f");
  });
  return {
    drawing: { width: Math.max(1, bars.length) * step, height: barHeight, shapes: shapes.join("") },
    step,
    labels: bars.map(({ year, adverse, other }) => `${year}\n${adverse} / ${other}`),
  };
}

function rounded(millimetres: number): number {
  return Math.round(millimetres * 100) / 100;
}
