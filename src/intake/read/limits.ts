/** Hard limits of reading. A file beyond one of them is refused before anything of it is stored; none is guessed around. */

const mebibyte = 1024 * 1024;

export const limits = {
  /** Bytes of a file as sent, packed or not. */
  fileBytesMax: 2048 * mebibyte,
  /** Bytes a packed file may unfold to. */
  inflatedBytesMax: 8192 * mebibyte,
  /** Unfolded : packed. Real registers stay under 50; a bomb is near 1000. */
  inflateRatioMax: 200,
  /** Below this many unfolded bytes the ratio is not looked at: small files of equal rows pack well. */
  inflateRatioFromBytes: 16 * mebibyte,
  /** Characters of one row. */
  rowCharsMax: mebibyte,
  /** Characters of one cell: what Excel itself can hold is 32,767. */
  cellCharsMax: 65_536,
  columnsMax: 512,
  rowsMax: 50_000_000,
  /** Rows looked at to find the header under title rows. */
  headerRowsMax: 20,
  zipEntriesMax: 1000,
  /** An XLSX keeps its texts in one table that must be held in memory; beyond this a CSV is the way. */
  sharedStringsCharsMax: 96 * mebibyte,
  /** Nesting of a JSON row: an object of values and lists of texts. */
  jsonDepthMax: 4,
} as const;
