/** What one document may cost. Stated in the guide; each has its test. */
export interface ExtractionLimits {
  readonly maxPages: number;
  /** Of the file as uploaded. */
  readonly maxBytes: number;
  /** Of everything packed in it, unpacked: a small file may hold gigabytes of zeroes. */
  readonly maxUnpackedBytes: number;
  /** Characters of text. */
  readonly maxText: number;
  readonly timeoutMs: number;
  /** Memory of the process that reads it. */
  readonly memoryBytes: number;
}

const MEBIBYTE = 1024 * 1024;

export const defaultExtractionLimits: ExtractionLimits = {
  maxPages: 5000,
  maxBytes: 200 * MEBIBYTE,
  maxUnpackedBytes: 400 * MEBIBYTE,
  maxText: 50_000_000,
  timeoutMs: 10 * 60 * 1000,
  memoryBytes: 1024 * MEBIBYTE,
};
