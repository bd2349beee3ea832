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
  const { lines, end } = readLines(text, from);
  const [first = '', second = ''] = lines;
  if (first.length === 44 && first.startsWith('P') && second.length === 44) {
    return { type: 'passport', start: from, end, score: 0.98, checksum: holds(second[9], second.slice(0, 9)) };
  }
  if (lines.length < 3 || first.length !== 30 || !/^[IAC]/.test(first)) return undefined;
  return { type: 'cin', start: from, end, score: 0.98, checksum: holds(first[14], first.slice(5, 14)) };
}

function holds(digit: string | undefined, field: string): boolean {
  return Number(digit) === mrzDigit(field);
}

/** At most three lines that a zone may be made of, and where the last of them ends. */
function readLines(text: string, from: number): { readonly lines: readonly string[]; readonly end: number } {
  const lines: string[] = [];
  let end = from;
  for (let at = from; lines.length < 3 && at < text.length; at = nextLine(text, at)) {
    // Lines of a zone are short; a longer one need not be read.
    const written = text.slice(at, Math.min(nextLine(text, at), at + 60)).trimEnd();
    const compact = written.replaceAll(' ', '');
    if (!line.test(compact)) break;
    lines.push(compact);
    end = at + written.length;
  }
  return { lines, end };
}
