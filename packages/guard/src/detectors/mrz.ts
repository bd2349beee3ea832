import type { Finding } from '@riad/contracts';

import { mrzDigit } from '../checks/checksums.ts';

const line = /^[A-Z0-9<]{30,44}$/;

/** Machine-readable zones of passports and identity cards, found by their filler and checked by their digits. */
export function findMachineZones(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (let at = text.indexOf('<<'); at !== -1; at = text.indexOf('<<', at + 1)) {
    const start = text.lastIndexOf('\n', at) + 1;
    const zone = zoneAt(text, start);
    if (zone === undefined) {
      at = nextLine(text, at) - 1;
      continue;
    }
    findings.push(zone);
    at = zone.end - 1;
  }
  return findings;
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

function zoneAt(text: string, from: number): Finding | undefined {
  const lines: string[] = [];
  let at = from;
  while (lines.length < 3) {
    const end = nextLine(text, at);
    // Lines of a zone are short; a longer one need not be read.
    const trimmed = text
      .slice(at, Math.min(end, at + 60))
      .trim()
      .replaceAll(' ', '');
    if (!line.test(trimmed)) break;
    lines.push(trimmed);
    at = end;
    if (end >= text.length) break;
  }
  const [first = '', second = ''] = lines;
  if (lines.length < 2) return undefined;
  const end = at >= text.length && !text.endsWith('\n') ? text.length : at - 1;
  if (first.startsWith('P') && first.length === 44) {
    return {
      type: 'passport',
      start: from,
      end,
      score: 0.98,
      checksum: Number(second[9]) === mrzDigit(second.slice(0, 9)),
    };
  }
  if (lines.length === 3 && /^[IAC]/.test(first) && first.length === 30) {
    return { type: 'cin', start: from, end, score: 0.98, checksum: Number(first[14]) === mrzDigit(first.slice(5, 14)) };
  }
  return undefined;
}
