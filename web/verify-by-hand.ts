/**
 * What to type to verify a report without us. The test of reports runs these very lines. `KEY` is the `x` of the key in
 * keys.json whose `kid` the signature's header names.
 */

/** With the published program, which has neither our database nor our network: `src/cli/verify/offline.ts`. */
export const byProgram: readonly string[] = [
  "node src/cli/verify/offline.ts report.pdf keys.json report.pdf.jws",
  "node src/cli/verify/offline.ts report.json keys.json",
];

/** With OpenSSL 3 and coreutils alone. */
export const byOpenssl: readonly string[] = [
  "(cut -d. -f1 report.pdf.jws | tr -d '\\n'; printf .; cat report.pdf) > signed.bin",
  "(cut -d. -f3 report.pdf.jws | tr -d '\\n'; printf ==) | basenc -d --base64url > signature.bin",
  "(printf MCowBQYDK2VwAyEA | basenc -d --base64; printf '%s=' \"$KEY\" | basenc -d --base64url) > key.der",
  "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in signed.bin -sigfile signature.bin",
];
