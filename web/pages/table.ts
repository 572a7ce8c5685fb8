/** Every page of the portal. */
import type { Page } from "#web/page.ts";
import { aboutPage } from "./about.tsx";
import { filePage } from "./file.tsx";
import { homePage } from "./home.tsx";
import { accessibilityPage, licencePage, privacyPage } from "./statements.tsx";

export const pages: readonly Page[] = [homePage, filePage, aboutPage, privacyPage, accessibilityPage, licencePage];
