/** The door of lists. */
export { type Found, registerSql, type Search, searchRegister } from "./criteria/register-store.ts";
