/** Every page of the portal. */
import type { Page } from "#web/page.ts";
import { aboutPage } from "./about.tsx";
import { homePage } from "./home.tsx";

export const pages: readonly Page[] = [homePage, aboutPage];
