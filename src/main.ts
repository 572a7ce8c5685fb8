/** Where the program begins: `npm start`, and every command of `npm run -s chengxin --`. */
import { exit } from "#src/cli/command.ts";
import { ConfigError, readConfig } from "#src/platform/config.ts";
import { openDatabase } from "#src/platform/open-database.ts";

const words = process.argv.slice(2);
const isServing = words.length === 1 && (words[0] === "start" || words[0] === "serve");

try {
  // PostgreSQL starts while the rest of the program is still being read: each takes half of a start.
  const opening = isServing ? openDatabase(readConfig(process.env)) : null;
  // Whoever awaits it hears of a failure; until then it is nobody's.
  opening?.catch(() => {});
  const { run } = await import("./program.ts");
  process.exitCode = await run(words, opening);
} catch (error) {
  const isOurs = !(error instanceof ConfigError);
  process.stderr.write(`${error instanceof Error ? (isOurs ? error.stack : error.message) : error}\n`);
  process.exitCode = isOurs ? exit.failed : exit.configuration;
}
