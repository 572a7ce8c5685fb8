/** The door of questions: a look its subject did not expect, answered by the body that looked, decided by the supervisor. */

export { openQuestions, type Questions } from "./open.ts";
