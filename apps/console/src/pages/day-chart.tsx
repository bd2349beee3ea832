import 'uplot/dist/uPlot.min.css';

import type { UsageRow } from '@riad/contracts';
import { useEffect, useRef, type ReactNode } from 'react';
import UPlot from 'uplot';

import { useFormats, type Formats } from '../i18n/formats.ts';
import { localeFacts } from '../i18n/locales.ts';
import { useLanguage } from '../i18n/messages.tsx';

const DAY_SECONDS = 86_400;
const HEIGHT = 220;

export const measures = ['requests', 'tokens', 'cost'] as const;
export type Measure = (typeof measures)[number];

const measured: Readonly<Record<Measure, (row: UsageRow) => number>> = {
  requests: (row) => row.requests,
  tokens: (row) => row.promptTokens + row.completionTokens,
  cost: (row) => row.cost ?? 0,
};

/** Each day as a bar. Time runs in the direction of writing. */
export function DayChart({
  rows,
  days,
  measure,
}: {
  readonly rows: readonly UsageRow[];
  readonly days: number;
  readonly measure: Measure;
}): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const { locale } = useLanguage();
  const { day, number } = useFormats();
  const { direction } = localeFacts[locale];

  useEffect(() => {
    const place = box.current;
    if (place === null) return undefined;
    const look = { rtl: direction === 'rtl', day, number, style: getComputedStyle(place) };
    const chart = new UPlot(optionsFor(look, place.clientWidth), dataOf(rows, days, measured[measure]), place);
    const watcher = new ResizeObserver(() => chart.setSize({ width: place.clientWidth, height: HEIGHT }));
    watcher.observe(place);
    return () => {
      watcher.disconnect();
      chart.destroy();
    };
  }, [rows, days, measure, direction, day, number]);

  return <div className="chart" ref={box} dir="ltr" aria-hidden="true" />;
}

interface Look extends Pick<Formats, 'day' | 'number'> {
  readonly rtl: boolean;
  readonly style: CSSStyleDeclaration;
}

function optionsFor({ rtl, day, number, style }: Look, width: number): UPlot.Options {
  const color = (name: string): string => style.getPropertyValue(name).trim();
  const axis = {
    stroke: color('--chart-text'),
    font: '12px IBM Plex Sans, IBM Plex Sans Arabic',
    ticks: { show: false },
  };
  const bars = UPlot.paths.bars?.({ size: [0.7, 36], radius: 0.25 });
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    scales: {
      x: { time: true, dir: rtl ? -1 : 1 },
      y: { range: (_chart, _low, high) => [0, Math.max(4, high * 1.1)] },
    },
    series: [
      {},
      { fill: color('--chart-bar'), width: 0, points: { show: false }, ...(bars === undefined ? {} : { paths: bars }) },
    ],
    axes: [
      {
        ...axis,
        size: 28,
        grid: { show: false },
        values: (_chart, splits) => splits.map((at) => day(new Date(at * 1000).toISOString())),
      },
      {
        ...axis,
        // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- its enum exists only in its types
        side: rtl ? 1 : 3,
        grid: { stroke: color('--chart-grid'), width: 1 },
        values: (_chart, splits) => splits.map((value) => (Number.isInteger(value) ? number(value) : '')),
      },
    ],
  };
}

/** One column per day, days without use among them. */
function dataOf(rows: readonly UsageRow[], days: number, pick: (row: UsageRow) => number): UPlot.AlignedData {
  const today = Math.floor(Date.now() / 1000 / DAY_SECONDS) * DAY_SECONDS;
  const byDay = Map.groupBy(rows, (row) => row.day);
  const times = Array.from({ length: days }, (_, index) => today - (days - 1 - index) * DAY_SECONDS);
  const counts = times.map((time) =>
    (byDay.get(new Date(time * 1000).toISOString().slice(0, 10)) ?? []).reduce((sum, row) => sum + pick(row), 0),
  );
  return [times, counts];
}
